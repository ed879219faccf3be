import { sql } from 'kysely';
import type { TranscodingTransaction } from './jobs-store.ts';

/**
 * Of all that is kept of a video: segments that playlists may name, and pictures. Init segments are too small to count. An
 * edition that was replaced counts only while another is made of it: it stays a day longer for those who watch it, which
 * is not its owner's doing. Of one that was to take a place and failed nothing is ever shown: it goes.
 */
export async function storedBytes(transaction: TranscodingTransaction, videoId: string): Promise<bigint> {
  const { rows } = await sql<{ bytes: string }>`
    select coalesce(sum(
      (select coalesce(sum(size_bytes), 0) from segments s where s.job_id = j.id and (track <> 'source' or j.passthrough))
      + (select coalesce(sum(size_bytes), 0) from pictures p where p.job_id = j.id)
      + (select coalesce(sum((s->>'sizeBytes')::bigint), 0)
         from tasks t, jsonb_array_elements(result->'renditions') r, jsonb_array_elements(r->'segments') s
         where t.job_id = j.id and kind = 'chunk' and t.state = 'done'
           and r->>'name' not in (select l->>'name' from jsonb_array_elements(j.left_out) l))
      + (select coalesce(sum((c->>'sizeBytes')::bigint), 0)
         from tasks t, jsonb_array_elements(result->'tracks') c
         where t.job_id = j.id and kind = 'captions' and t.state = 'done')), 0) as bytes
    from jobs j
    where j.video_id = ${videoId} and j.state <> 'cancelled' and j.removed_at is null and not (j.held and j.state = 'failed')
      and (j.served_until is null or exists (select from jobs made where made.base_job = j.id
        and made.state in ('encoding', 'finished') and made.removed_at is null and made.served_until is null))`.execute(
    transaction,
  );
  return BigInt(rows[0]?.bytes ?? 0);
}
