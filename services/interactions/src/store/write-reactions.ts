import { ReactionsChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { sql } from 'kysely';
import { difference, type ReactionValue } from '../domain/reaction.ts';
import { type InteractionsTransaction, lockVideos, type VideoOf, type VideoRow } from './lock-videos.ts';

export interface ReactionWish extends VideoOf {
  accountId: string;
  value: ReactionValue;
}

export interface Counters {
  likes: number;
  dislikes: number;
  comments: number;
}

interface Change {
  videoId: string;
  accountId: string;
  value: ReactionValue;
  before: ReactionValue;
}

/**
 * All of them in one transaction, of each account the last one for a video. Answers how the counts stand for each, in
 * order; undefined where the video is there no more.
 */
export async function writeReactions(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  wishes: readonly ReactionWish[],
): Promise<(Counters | undefined)[]> {
  const videos = await lockVideos(transaction, wishes);
  const open = wishes.filter(({ videoId }) => videos.get(videoId)?.closed === false);
  const changes = await changesOf(transaction, open);
  await store(transaction, changes);
  for (const video of await count(transaction, changes)) videos.set(video.video_id, video);
  await tell(transaction, outbox, videos, changes);
  return wishes.map(({ videoId }) => {
    const video = videos.get(videoId);
    return video && !video.closed ? countersOf(video) : undefined;
  });
}

export function countersOf(video: Pick<VideoRow, 'likes' | 'dislikes' | 'comments'>): Counters {
  return { likes: Number(video.likes), dislikes: Number(video.dislikes), comments: Number(video.comments) };
}

/** What differs from what is stored, of each account and video the last wish. */
async function changesOf(transaction: InteractionsTransaction, wishes: readonly ReactionWish[]): Promise<Change[]> {
  const latest = [...new Map(wishes.map((wish) => [`${wish.videoId} ${wish.accountId}`, wish])).values()];
  if (latest.length === 0) return [];
  const { rows } = await sql<{ video_id: string; account_id: string; value: -1 | 1 }>`
    select r.video_id, r.account_id, r.value from reactions r
    join unnest(${latest.map((w) => w.videoId)}::text[], ${latest.map((w) => w.accountId)}::text[]) as w(video_id, account_id)
      on r.video_id = w.video_id and r.account_id = w.account_id`.execute(transaction);
  const known = new Map(rows.map((row) => [`${row.video_id} ${row.account_id}`, row.value]));
  return latest.flatMap(({ videoId, accountId, value }) => {
    const before = known.get(`${videoId} ${accountId}`) ?? 0;
    return before === value ? [] : [{ videoId, accountId, value, before }];
  });
}

async function store(transaction: InteractionsTransaction, changes: readonly Change[]): Promise<void> {
  const put = changes.filter(({ value }) => value !== 0);
  if (put.length > 0) {
    await sql`
      insert into reactions (video_id, account_id, value)
      select * from unnest(${put.map((c) => c.videoId)}::text[], ${put.map((c) => c.accountId)}::text[],
        ${put.map((c) => c.value)}::smallint[])
      on conflict (video_id, account_id) do update set value = excluded.value, changed_at = now()`.execute(transaction);
  }
  const gone = changes.filter(({ value }) => value === 0);
  if (gone.length > 0) {
    await sql`
      delete from reactions r
      using unnest(${gone.map((c) => c.videoId)}::text[], ${gone.map((c) => c.accountId)}::text[]) as w(video_id, account_id)
      where r.video_id = w.video_id and r.account_id = w.account_id`.execute(transaction);
  }
}

/** All videos in one statement; answers their rows. */
async function count(transaction: InteractionsTransaction, changes: readonly Change[]): Promise<VideoRow[]> {
  if (changes.length === 0) return [];
  const sums = [...Map.groupBy(changes, ({ videoId }) => videoId)].map(([videoId, of]) => {
    const each = of.map(({ before, value }) => difference(before, value));
    const sum = (which: 'likes' | 'dislikes') => each.reduce((total, one) => total + one[which], 0);
    return { videoId, likes: sum('likes'), dislikes: sum('dislikes') };
  });
  const { rows } = await sql<VideoRow>`
    update videos v set likes = v.likes + s.likes, dislikes = v.dislikes + s.dislikes, reactions_version = reactions_version + 1
    from unnest(${sums.map((s) => s.videoId)}::text[], ${sums.map((s) => s.likes)}::bigint[],
      ${sums.map((s) => s.dislikes)}::bigint[]) as s(video_id, likes, dislikes)
    where v.video_id = s.video_id returning v.*`.execute(transaction);
  return rows;
}

/**
 * One event for all, in one partition: its readers are handed many at once. What it says is absolute, and they take only
 * what is newer than what they know.
 */
async function tell(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  videos: ReadonlyMap<string, VideoRow>,
  changes: readonly Change[],
): Promise<void> {
  const told = [...Map.groupBy(changes, ({ videoId }) => videoId)].flatMap(([videoId, of]) => {
    const row = videos.get(videoId);
    if (!row) return [];
    return {
      videoId,
      channelId: row.channel_id,
      ownerAccountId: row.owner_account_id,
      likes: BigInt(row.likes),
      dislikes: BigInt(row.dislikes),
      version: BigInt(row.reactions_version),
      changes: of.map(({ accountId, value, before }) => ({ accountId, value, before })),
    };
  });
  if (told.length === 0) return;
  await outbox.emit(
    transaction,
    ReactionsChangedSchema,
    { videos: told },
    { type: 'reactions', id: newId(), version: 1, key: 'reactions' },
  );
}
