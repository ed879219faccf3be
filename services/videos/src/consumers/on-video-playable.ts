import { VideoPlayableSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { chaptersOf } from '../domain/chapters.ts';
import { playsStill } from '../domain/late-events.ts';
import type { VideosTables } from '../store/tables.ts';
import type { VideoRow } from '../store/videos-store.ts';

/** Told when there is enough to start, and again when all of it is there. */
export const onVideoPlayable = defineConsumer({
  event: VideoPlayableSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    const { edition } = message;
    const kept = message.shown.map(({ startMs, endMs }): [number, number] => [Number(startMs), Number(endMs)]);
    let isMoved = false;
    await context.videos.applyTold(
      transaction,
      message.videoId,
      (video) => ({
        playable: true,
        complete: message.complete,
        // Some files say it only at their end.
        duration_ms: Number(message.durationMs) || null,
        width: message.width,
        height: message.height,
        failure_code: null,
        failure_message: null,
        // The release before did not say which one plays.
        ...(edition ? { edition } : {}),
        kept: kept.length > 0 ? JSON.stringify(kept) : null,
        ...(kept.length > 0 ? keepChapters(video) : {}),
      }),
      (video) => {
        const counts = playsStill(video, edition);
        isMoved = counts && JSON.stringify(video.kept ?? []) !== JSON.stringify(kept);
        return counts;
      },
    );
    if (isMoved) await context.captions.renewIn(transaction, message.videoId);
  },
});

/** Times in a description stay as they were written: the chapters that they have meant are moved, and no longer read there. */
function keepChapters(video: VideoRow): { chapters?: string } {
  if (video.kept !== null || video.chapters !== null) return {};
  const { chapters, from } = chaptersOf(video);
  return from === 'description' ? { chapters: JSON.stringify(chapters) } : {};
}
