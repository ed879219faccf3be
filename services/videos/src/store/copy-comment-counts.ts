import { sql, type Transaction } from 'kysely';
import type { VideosTables } from './tables.ts';

/** Read copies for lists; interactions owns the counts, and only a greater version replaces them. */
export async function copyCommentCounts(
  transaction: Transaction<VideosTables>,
  told: readonly { videoId: string; comments: bigint; version: bigint }[],
): Promise<void> {
  // Of each video the last: versions grow within an event.
  const latest = [...new Map(told.map((one) => [one.videoId, one])).values()];
  const ids = latest.map(({ videoId }) => videoId);
  // In the order of their ids: others change many at once, too.
  await sql`select from videos where id = any(${ids}::text[]) order by id for update`.execute(transaction);
  await sql`
    update videos v set comments = t.comments, comments_version = t.version
    from unnest(${ids}::text[], ${latest.map((one) => String(one.comments))}::bigint[],
      ${latest.map((one) => String(one.version))}::bigint[]) as t(id, comments, version)
    where v.id = t.id and v.comments_version < t.version`.execute(transaction);
}
