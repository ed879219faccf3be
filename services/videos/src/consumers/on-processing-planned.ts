import { ProcessingPlannedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { chaptersOfFile } from '../domain/chapters.ts';
import { failsStill } from '../domain/late-events.ts';
import type { VideosTables } from '../store/tables.ts';

/**
 * The chapters that a file brings along, for a video whose creator has given none. A file that is to take the place of
 * another changes nothing but the film.
 */
export const onProcessingPlanned = defineConsumer({
  event: ProcessingPlannedSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    if (message.held) return;
    const chapters = chaptersOfFile(
      message.chapters.map(({ startMs, title }) => ({ startMs: Number(startMs), title })),
    );
    await context.videos.applyTold(
      transaction,
      message.videoId,
      { file_chapters: chapters.length > 0 ? JSON.stringify(chapters) : null },
      (video) => failsStill(video, message.edition),
    );
  },
});
