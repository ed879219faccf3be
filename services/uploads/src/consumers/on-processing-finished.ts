import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import { discardUpload } from '../discard-upload.ts';
import type { UploadsTables } from '../store/tables.ts';

/**
 * The film is made: its size counts, its file is needed no more than the operator wishes, and the ones that it has
 * replaced not at all.
 */
export const onProcessingFinished = defineConsumer({
  event: ProcessingFinishedSchema,
  async prepare(context: UploadsContext, { message }) {
    const uploads = await context.uploads.findByVideo(message.videoId);
    const current = uploads.find(({ id }) => id === message.uploadId);
    if (!current) return;
    const older = uploads.filter(({ state, created_at: at }) => state === 'complete' && at < current.created_at);
    for (const { id } of older) await discardUpload(context, id, 'replaced');
  },
  async apply(context, transaction: Transaction<UploadsTables>, { message }) {
    const { videoId, uploadId, storedBytes } = message;
    await context.sources.notePartIn(transaction, { videoId, part: 'renditions', sizeBytes: Number(storedBytes) });
    if (uploadId) await context.sources.noteProcessedIn(transaction, uploadId);
  },
});
