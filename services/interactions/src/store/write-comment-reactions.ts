import { CommentReactionsChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { sql } from 'kysely';
import { difference, type ReactionValue } from '../domain/reaction.ts';
import type { CommentRow } from './comments-store.ts';
import type { InteractionsTransaction } from './lock-videos.ts';

export interface CommentReactionWish {
  commentId: string;
  accountId: string;
  value: ReactionValue;
}

type Change = CommentReactionWish & { before: ReactionValue };

/** As for videos. Answers how many like each, in order; undefined where it cannot be read any more. */
export async function writeCommentReactions(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  wishes: readonly CommentReactionWish[],
): Promise<({ likes: number } | undefined)[]> {
  const rows = await transaction
    .selectFrom('comments')
    .selectAll()
    .where('id', 'in', [...new Set(wishes.map(({ commentId }) => commentId))].sort())
    .orderBy('id')
    .forUpdate()
    .execute();
  const comments = new Map(rows.filter(({ state }) => state === 'shown').map((row) => [row.id, row]));
  const changes = await changesOf(
    transaction,
    wishes.filter(({ commentId }) => comments.has(commentId)),
  );
  await store(transaction, changes);
  for (const comment of await count(transaction, changes)) comments.set(comment.id, comment);
  await tell(transaction, outbox, comments, changes);
  return wishes.map(({ commentId }) => {
    const comment = comments.get(commentId);
    return comment && { likes: Number(comment.likes) };
  });
}

async function changesOf(
  transaction: InteractionsTransaction,
  wishes: readonly CommentReactionWish[],
): Promise<Change[]> {
  const latest = [...new Map(wishes.map((wish) => [`${wish.commentId} ${wish.accountId}`, wish])).values()];
  if (latest.length === 0) return [];
  const { rows } = await sql<{ comment_id: string; account_id: string; value: -1 | 1 }>`
    select r.comment_id, r.account_id, r.value from comment_reactions r
    join unnest(${latest.map((w) => w.commentId)}::text[], ${latest.map((w) => w.accountId)}::text[]) as w(comment_id, account_id)
      on r.comment_id = w.comment_id and r.account_id = w.account_id`.execute(transaction);
  const known = new Map(rows.map((row) => [`${row.comment_id} ${row.account_id}`, row.value]));
  return latest.flatMap((wish) => {
    const before = known.get(`${wish.commentId} ${wish.accountId}`) ?? 0;
    return before === wish.value ? [] : [{ ...wish, before }];
  });
}

async function store(transaction: InteractionsTransaction, changes: readonly Change[]): Promise<void> {
  const put = changes.filter(({ value }) => value !== 0);
  if (put.length > 0) {
    await sql`
      insert into comment_reactions (comment_id, account_id, value)
      select * from unnest(${put.map((c) => c.commentId)}::text[], ${put.map((c) => c.accountId)}::text[],
        ${put.map((c) => c.value)}::smallint[])
      on conflict (comment_id, account_id) do update set value = excluded.value`.execute(transaction);
  }
  const gone = changes.filter(({ value }) => value === 0);
  if (gone.length > 0) {
    await sql`
      delete from comment_reactions r
      using unnest(${gone.map((c) => c.commentId)}::text[], ${gone.map((c) => c.accountId)}::text[]) as w(comment_id, account_id)
      where r.comment_id = w.comment_id and r.account_id = w.account_id`.execute(transaction);
  }
}

async function count(transaction: InteractionsTransaction, changes: readonly Change[]): Promise<CommentRow[]> {
  if (changes.length === 0) return [];
  const sums = [...Map.groupBy(changes, ({ commentId }) => commentId)].map(([id, of]) => ({
    id,
    likes: of.reduce((sum, { before, value }) => sum + difference(before, value).likes, 0),
  }));
  const { rows } = await sql<CommentRow>`
    update comments c set likes = c.likes + s.likes, reactions_version = reactions_version + 1
    from unnest(${sums.map((s) => s.id)}::text[], ${sums.map((s) => s.likes)}::bigint[]) as s(id, likes)
    where c.id = s.id returning c.*`.execute(transaction);
  return rows;
}

async function tell(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  comments: ReadonlyMap<string, CommentRow>,
  changes: readonly Change[],
): Promise<void> {
  const told = [...Map.groupBy(changes, ({ commentId }) => commentId)].flatMap(([commentId, of]) => {
    const row = comments.get(commentId);
    if (!row) return [];
    return {
      commentId,
      videoId: row.video_id,
      authorAccountId: row.author_account_id,
      likes: BigInt(row.likes),
      version: BigInt(row.reactions_version),
      changes: of.map(({ accountId, value, before }) => ({ accountId, value, before })),
    };
  });
  if (told.length === 0) return;
  await outbox.emit(
    transaction,
    CommentReactionsChangedSchema,
    { comments: told },
    { type: 'comment-reactions', id: newId(), version: 1, key: 'comment-reactions' },
  );
}
