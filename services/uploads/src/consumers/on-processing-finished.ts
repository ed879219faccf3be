import { ProcessingFinishedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** The film is made: its size counts, and its file is needed no more than the operator wishes. */
export const onProcessingFinished = defineConsumer({
  event: ProcessingFinishedSchema,
  async apply(context: UploadsContext, transaction: Transaction<UploadsTables>, { message }) {
    const { videoId, uploadId, storedBytes } = message;
    await context.sources.notePartIn(transaction, { videoId, part: 'renditions', sizeBytes: Number(storedBytes) });
    if (uploadId) await context.sources.noteProcessedIn(transaction, uploadId);
  },
});
