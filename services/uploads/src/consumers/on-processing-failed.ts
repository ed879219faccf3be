import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import { discardUpload } from '../discard-upload.ts';
import type { UploadsTables } from '../store/tables.ts';

/**
 * A file that cannot be processed whatever else comes of it: who sends it is told to stop. A whole one is kept, unless it
 * was to replace another.
 */
export const onProcessingFailed = defineConsumer({
  event: ProcessingFailedSchema,
  async prepare(context: UploadsContext, { message }) {
    const upload = message.uploadId ? await context.uploads.find(message.uploadId) : undefined;
    if (upload?.state === 'complete' && upload.replaces && message.held) {
      await discardUpload(context, upload.id, 'refused');
      return;
    }
    if (upload?.state !== 'waiting' && upload?.state !== 'uploading') return;
    await context.running.settle(upload.id);
    await context.uploads.abandon(upload.id, 'refused', message.message);
  },
  async apply(context, transaction: Transaction<UploadsTables>, { message }) {
    const { videoId, storedBytes } = message;
    await context.sources.notePartIn(transaction, { videoId, part: 'renditions', sizeBytes: Number(storedBytes) });
  },
});
