import { CommentReactionChangedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
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
  for (const [id, of] of Map.groupBy(changes, ({ commentId }) => commentId)) {
    comments.set(id, await tell(transaction, outbox, id, of));
  }
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

async function tell(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  id: string,
  changes: readonly Change[],
): Promise<CommentRow> {
  const more = changes.reduce((sum, { before, value }) => sum + difference(before, value).likes, 0);
  const row = await transaction
    .updateTable('comments')
    .set({ likes: sql<number>`likes + ${more}`, reactions_version: sql<number>`reactions_version + 1` })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const version = Number(row.reactions_version);
  await outbox.emit(
    transaction,
    CommentReactionChangedSchema,
    {
      commentId: id,
      videoId: row.video_id,
      authorAccountId: row.author_account_id,
      likes: BigInt(row.likes),
      version: BigInt(version),
      changes: changes.map(({ accountId, value, before }) => ({ accountId, value, before })),
    },
    { type: 'comment-reactions', id, version },
  );
  return row;
}
