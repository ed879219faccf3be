import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { lockCurrent } from './editions.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** Makes the next edition of the file that the current one was made of; that plays on until the next is whole. */
export async function reprocessIn(
  { jobs }: Pick<TranscodingContext, 'jobs'>,
  transaction: TranscodingTransaction,
  videoId: string,
): Promise<void> {
  const current = await lockCurrent(transaction, videoId);
  if (current.ranges) throw transcodingErrors.video_trimmed();
  if (current.source_blob === null) throw transcodingErrors.source_gone();
  await jobs.createIn(transaction, sourceOf(current), { mayPassThrough: true, kind: 'reprocessing' });
}

function sourceOf(job: JobRow) {
  const { video_id, upload_id, source_blob, source_bytes, source_sha256 } = job;
  return { video_id, upload_id, source_blob, source_bytes, source_sha256 };
}

/** Videos whose latest edition was finished before, in the order of their ids. */
export async function listMadeBefore(
  { jobs }: Pick<TranscodingContext, 'jobs'>,
  { before, afterId, limit }: { before: Date; afterId: string; limit: number },
): Promise<string[]> {
  const rows = await jobs.database.query
    .selectFrom('jobs')
    .select('video_id')
    .where('state', '=', 'finished')
    .where('video_id', '>', afterId)
    .groupBy('video_id')
    .having((eb) => eb(eb.fn.max('ended_at'), '<', before))
    .orderBy('video_id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.video_id);
}
