import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { discardUpload } from '../discard-upload.ts';

/** The video is made of this file: the ones that it has replaced are needed no more. */
export const onProcessingFinished = defineConsumer({
  event: ProcessingFinishedSchema,
  async prepare(context: UploadsContext, { message }) {
    const uploads = await context.uploads.findByVideo(message.videoId);
    const current = uploads.find(({ id }) => id === message.uploadId);
    if (!current) return;
    const older = uploads.filter(({ state, created_at: at }) => state === 'complete' && at < current.created_at);
    for (const { id } of older) await discardUpload(context, id, 'replaced');
  },
  async apply() {},
});
