import { type Selectable, sql, type Transaction } from 'kysely';
import type { InteractionsTables } from './tables.ts';

export type InteractionsTransaction = Transaction<InteractionsTables>;
export type VideoRow = Selectable<InteractionsTables['videos']>;

export interface VideoOf {
  videoId: string;
  channelId: string;
  ownerAccountId: string;
}

/**
 * The rows of videos, made where there is none yet, locked in the order of their ids: no two transactions wait for each
 * other, and what is counted for one video happens one after the other.
 */
export async function lockVideos(
  transaction: InteractionsTransaction,
  videos: readonly VideoOf[],
): Promise<Map<string, VideoRow>> {
  const byId = new Map(videos.map((video) => [video.videoId, video]));
  const ordered = [...byId.values()].sort((a, b) => (a.videoId < b.videoId ? -1 : 1));
  await sql`
    insert into videos (video_id, channel_id, owner_account_id)
    select * from unnest(${ordered.map((v) => v.videoId)}::text[], ${ordered.map((v) => v.channelId)}::text[],
      ${ordered.map((v) => v.ownerAccountId)}::text[])
    on conflict do nothing`.execute(transaction);
  return lockKnownVideos(
    transaction,
    ordered.map(({ videoId }) => videoId),
  );
}

/** The same for those of which there is something. */
export async function lockKnownVideos(
  transaction: InteractionsTransaction,
  ids: readonly string[],
): Promise<Map<string, VideoRow>> {
  const rows = await transaction
    .selectFrom('videos')
    .selectAll()
    .where('video_id', 'in', ids)
    .orderBy('video_id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.video_id, row]));
}
