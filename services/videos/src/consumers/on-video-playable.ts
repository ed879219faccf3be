import { VideoPlayableSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { VideosContext } from '../context.ts';
import { playsStill } from '../domain/late-events.ts';
import type { VideosTables } from '../store/tables.ts';

/** Told when there is enough to start, and again when all of it is there. */
export const onVideoPlayable = defineConsumer({
  event: VideoPlayableSchema,
  async apply(context: VideosContext, transaction: Transaction<VideosTables>, { message }) {
    const { edition } = message;
    await context.videos.applyTold(
      transaction,
      message.videoId,
      {
        playable: true,
        complete: message.complete,
        duration_ms: Number(message.durationMs),
        width: message.width,
        height: message.height,
        failure_code: null,
        failure_message: null,
        // The release before did not say which one plays.
        ...(edition ? { edition } : {}),
      },
      (video) => playsStill(video, edition),
    );
  },
});
