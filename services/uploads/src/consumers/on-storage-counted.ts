import { StorageCountedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { UploadsContext } from '../context.ts';
import type { UploadsTables } from '../store/tables.ts';

/** Renditions count while they are made. Nobody is cut off by that: only who begins is asked whether it fits. */
export const onStorageCounted = defineConsumer({
  event: StorageCountedSchema,
  async apply(context: UploadsContext, transaction: Transaction<UploadsTables>, { message }) {
    const { videoId, storedBytes } = message;
    await context.sources.notePartIn(transaction, { videoId, part: 'renditions', sizeBytes: Number(storedBytes) });
  },
});
