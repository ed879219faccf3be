import { ReactionChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
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

/** An event carries no more: it has to stay below its limit of 64 KiB. */
const MOST_IN_EVENT = 500;

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
  for (const [videoId, of] of Map.groupBy(changes, (change) => change.videoId)) {
    const video = videos.get(videoId);
    if (video) videos.set(videoId, await tell(transaction, outbox, video, of));
  }
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

/** Counts, and tells of it. */
async function tell(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  video: VideoRow,
  changes: readonly Change[],
): Promise<VideoRow> {
  const more = { likes: 0, dislikes: 0 };
  for (const { before, value } of changes) {
    const { likes, dislikes } = difference(before, value);
    more.likes += likes;
    more.dislikes += dislikes;
  }
  const events = Math.ceil(changes.length / MOST_IN_EVENT);
  const row = await transaction
    .updateTable('videos')
    .set({
      likes: sql<number>`likes + ${more.likes}`,
      dislikes: sql<number>`dislikes + ${more.dislikes}`,
      reactions_version: sql<number>`reactions_version + ${events}`,
    })
    .where('video_id', '=', video.video_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const last = Number(row.reactions_version);
  await outbox.emitMany(
    transaction,
    ReactionChangedSchema,
    Array.from({ length: events }, (_, index) => {
      const version = last - events + index + 1;
      const message = {
        videoId: row.video_id,
        channelId: row.channel_id,
        ownerAccountId: row.owner_account_id,
        likes: BigInt(row.likes),
        dislikes: BigInt(row.dislikes),
        version: BigInt(version),
        changes: changes
          .slice(index * MOST_IN_EVENT, (index + 1) * MOST_IN_EVENT)
          .map(({ accountId, value, before }) => ({ accountId, value, before })),
      };
      return { message, aggregate: { type: 'reactions', id: row.video_id, version } };
    }),
  );
  return row;
}
