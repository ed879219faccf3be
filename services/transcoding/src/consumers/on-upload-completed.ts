import { UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { crashPoint, defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import type { TranscodingTransaction } from '../store/jobs-store.ts';

/** A file is whole: a job with its first task. */
export const onUploadCompleted = defineConsumer({
  event: UploadCompletedSchema,
  async apply(context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    const deleted = await transaction
      .selectFrom('deleted_videos')
      .select('video_id')
      .where('video_id', '=', message.videoId)
      .executeTakeFirst();
    if (deleted) return;
    await context.jobs.createIn(
      transaction,
      {
        video_id: message.videoId,
        upload_id: message.uploadId,
        source_blob: message.blobKey,
        source_bytes: Number(message.sizeBytes),
        source_sha256: message.sha256,
      },
      { mayPassThrough: true },
    );
  },
  afterCommit(context) {
    crashPoint('probe');
    context.wakeClaims();
  },
});
