import { UploadAbandonedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { lockOfUpload, wasPlanned } from '../store/editions.ts';
import { isOpen, type TranscodingTransaction } from '../store/jobs-store.ts';

/** The rest of the file will never come: what is shown of it goes. A job that failed has told so already. */
export const onUploadAbandoned = defineConsumer({
  event: UploadAbandonedSchema,
  async apply(context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    const job = await lockOfUpload(transaction, message.uploadId);
    if (!job || !isOpen(job)) return;
    await context.jobs.endIn(transaction, job);
    if (await wasPlanned(transaction, message.uploadId)) await context.jobs.emitWithdrawn(transaction, job);
  },
});
