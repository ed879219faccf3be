import { sql, type Transaction } from 'kysely';
import { videosErrors } from '../errors.ts';
import type { VideosTables } from './tables.ts';

/** The channel that a video is put into when this one is meant; it stays open until the transaction ends. */
export async function channelNow(transaction: Transaction<VideosTables>, channelId: string): Promise<string> {
  const now = await channelAfter(transaction, channelId);
  if (now === null) throw videosErrors.channel_not_yours();
  return now;
}

/** The same; null where the videos of a deleted channel are deleted with it. */
export async function channelAfter(transaction: Transaction<VideosTables>, channelId: string): Promise<string | null> {
  // Whoever closes it waits for those who put something in, and these see that it is closed.
  await sql`select pg_advisory_xact_lock_shared(hashtextextended('videos.channel.' || ${channelId}, 0))`.execute(
    transaction,
  );
  const closed = await transaction
    .selectFrom('closed_channels')
    .select('videos_to')
    .where('channel_id', '=', channelId)
    .executeTakeFirst();
  if (!closed) return channelId;
  return closed.videos_to === null ? null : channelAfter(transaction, closed.videos_to);
}

export async function closeChannel(
  transaction: Transaction<VideosTables>,
  { channelId, videosTo }: { channelId: string; videosTo: string | null },
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('videos.channel.' || ${channelId}, 0))`.execute(transaction);
  await transaction
    .insertInto('closed_channels')
    .values({ channel_id: channelId, videos_to: videosTo, emptied_at: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
