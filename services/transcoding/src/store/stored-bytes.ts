import { sql } from 'kysely';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** Of all that is kept of an edition, and of the one that it was made of. */
export async function storedBytes(transaction: TranscodingTransaction, job: JobRow): Promise<bigint> {
  const own = await ownBytes(transaction, job);
  if (job.base_job === null) return own;
  const base = await transaction.selectFrom('jobs').selectAll().where('id', '=', job.base_job).executeTakeFirst();
  return base ? own + (await ownBytes(transaction, base as unknown as JobRow)) : own;
}

/** Segments that playlists may name, and pictures. Init segments are too small to count. */
async function ownBytes(transaction: TranscodingTransaction, job: JobRow): Promise<bigint> {
  const { rows } = await sql<{ bytes: string }>`
    select
      (select coalesce(sum(size_bytes), 0) from segments where job_id = ${job.id} and (track <> 'source' or ${job.passthrough}))
      + (select coalesce(sum(size_bytes), 0) from pictures where job_id = ${job.id})
      + (select coalesce(sum((s->>'sizeBytes')::bigint), 0)
         from tasks, jsonb_array_elements(result->'renditions') r, jsonb_array_elements(r->'segments') s
         where job_id = ${job.id} and kind = 'chunk' and state = 'done'
           and r->>'name' not in (select l->>'name' from jobs, jsonb_array_elements(left_out) l where id = ${job.id}))
      + (select coalesce(sum((t->>'sizeBytes')::bigint), 0)
         from tasks, jsonb_array_elements(result->'tracks') t
         where job_id = ${job.id} and kind = 'captions' and state = 'done') as bytes`.execute(transaction);
  return BigInt(rows[0]?.bytes ?? 0);
}
