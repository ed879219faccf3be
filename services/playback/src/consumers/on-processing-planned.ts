import { ProcessingPlannedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from '../store/index-store.ts';

export const onProcessingPlanned = defineConsumer({
  event: ProcessingPlannedSchema,
  async apply(_context: PlaybackContext, transaction: PlaybackTransaction, { message }) {
    await transaction
      .insertInto('editions')
      .values({
        id: message.edition,
        video_id: message.videoId,
        duration_ms: Number(message.durationMs),
        width: message.width,
        height: message.height,
        has_audio: message.renditions.some((rendition) => rendition.audio),
        poster_blob: null,
        held: message.held,
        kept:
          message.shown.length > 0
            ? JSON.stringify(message.shown.map(({ startMs, endMs }) => [Number(startMs), Number(endMs)]))
            : null,
      })
      .execute();
    await transaction
      .insertInto('renditions')
      .values(
        message.renditions.map((rendition, position) => ({
          edition_id: message.edition,
          name: rendition.name,
          position,
          audio: rendition.audio,
          width: rendition.width,
          height: rendition.height,
          frame_rate: rendition.frameRate,
          bitrate_bps: Number(rendition.bitrateBps),
          timescale: rendition.timescale,
          language: rendition.language,
          title: rendition.title,
          loudness_lufs: null,
          codecs: null,
          init_blob: null,
          total_segments: null,
        })),
      )
      .execute();
  },
});
