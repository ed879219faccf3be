import { type UploadCompleted, UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { crashPoint, defineConsumer } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { isDeleted } from '../store/deleted-videos.ts';
import { lockEditions, lockOfUpload } from '../store/editions.ts';
import { finishIfDone } from '../store/finish-if-done.ts';
import type { JobRow, JobSource, TranscodingTransaction } from '../store/jobs-store.ts';

/** A file is whole: its job may end, or begins now where nothing could be read before. */
export const onUploadCompleted = defineConsumer({
  event: UploadCompletedSchema,
  async apply(context: TranscodingContext, transaction: TranscodingTransaction, { message }) {
    await lockEditions(transaction, message.videoId);
    if (await isDeleted(transaction, message.videoId)) return;
    const source: JobSource = {
      video_id: message.videoId,
      upload_id: message.uploadId,
      source_blob: message.blobKey,
      source_bytes: Number(message.sizeBytes),
      source_sha256: message.sha256,
    };
    const job = await lockOfUpload(transaction, message.uploadId);
    const kind = message.replaces ? 'replacement' : 'first';
    if (!job) await context.jobs.createIn(transaction, source, { mayPassThrough: true, kind });
    else if (message.indexDiffers) await beginAnew(context, transaction, job, source);
    else await takeOver(context, transaction, job, message);
  },
  afterCommit(context) {
    crashPoint('probe');
    context.wakeClaims();
  },
});

async function takeOver(
  context: TranscodingContext,
  transaction: TranscodingTransaction,
  job: JobRow,
  { blobKey, sha256 }: UploadCompleted,
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({ source_blob: blobKey, source_sha256: sha256 })
    .where('id', '=', job.id)
    .execute();
  await transaction
    .updateTable('tasks')
    .set({ needs_bytes: null })
    .where('job_id', '=', job.id)
    .where('kind', '=', 'ingest')
    .execute();
  if (job.state === 'encoding') await finishIfDone(transaction, context.jobs, { ...job, source_blob: blobKey });
}

/** The index that was sent ahead was not the file's own: whatever was made with it is wrong, a failure too. */
async function beginAnew(
  context: TranscodingContext,
  transaction: TranscodingTransaction,
  job: JobRow,
  source: JobSource,
): Promise<void> {
  context.log.warn(
    { jobId: job.id, uploadId: job.upload_id },
    'an index that was sent ahead was not the one of its file',
  );
  await context.jobs.emitWithdrawn(transaction, job);
  await context.jobs.replaceIn(transaction, { ...job, ...source }, { mayPassThrough: true });
}
