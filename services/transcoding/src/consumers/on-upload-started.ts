import { UploadStartedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { isDeleted } from '../store/deleted-videos.ts';
import { endNextIn, lockEditions, lockOfUpload } from '../store/editions.ts';
import type { TranscodingTransaction } from '../store/jobs-store.ts';

/**
 * A file begins to arrive: its job reads it meanwhile. What was being made of the file that it is to replace would be shown
 * for a moment only, so that ends.
 */
export const onUploadStarted = defineConsumer({
  event: UploadStartedSchema,
  async apply(context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    await lockEditions(transaction, message.videoId);
    if (await isDeleted(transaction, message.videoId)) return;
    if (await lockOfUpload(transaction, message.uploadId)) return;
    if (message.replaces) await endNextIn(context, transaction, message.videoId);
    await context.jobs.createIn(
      transaction,
      {
        video_id: message.videoId,
        upload_id: message.uploadId,
        source_blob: null,
        source_bytes: Number(message.sizeBytes),
        source_sha256: null,
      },
      { mayPassThrough: true, kind: message.replaces ? 'replacement' : 'first' },
    );
  },
  afterCommit(context) {
    context.wakeClaims();
  },
});
