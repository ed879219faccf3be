import { AppError } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import type { Told } from '../store/viewer-lists-store.ts';

/** Has playback take over who is on a list before we answer; where it cannot be reached, the event in the outbox does. */
export async function tellViewerList(context: VideosContext, list: Told): Promise<void> {
  try {
    await context.playback.setViewerList({ list });
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'unavailable') throw error;
    context.log.warn({ err: error, listId: list.id }, 'playback is away: who is on a list follows by event');
  }
}
