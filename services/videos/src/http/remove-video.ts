import type { RecordAct } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { toAccessRule } from '../store/to-access-rule.ts';

import { withdrawNow } from './withdraw-now.ts';

/** Deletes a video, whoever may ask for it. False when its withdrawal is still under way. */
export async function removeVideo(context: VideosContext, id: string, record?: RecordAct): Promise<boolean> {
  const deleted = await context.videos.markDeleted(id, record);
  if (!deleted) throw videosErrors.not_found();
  context.removing.wake();
  return withdrawNow(context, toAccessRule(deleted));
}
