import { CommentHeldSchema, CommentsAddedSchema } from '@kinora/contracts/kinora/interactions/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { sql } from 'kysely';
import type { HoldReason } from '../domain/hold-reason.ts';
import type { Mention } from '../domain/mentions.ts';
import { addedMessage } from './added-message.ts';
import type { CommentRow } from './comments-store.ts';
import { type InteractionsTransaction, lockVideos, type VideoOf, type VideoRow } from './lock-videos.ts';

export interface CommentWish extends VideoOf {
  id: string;
  accountId: string;
  asChannelId: string | null;
  /** The comment that it answers, which may be an answer itself. */
  parentId: string | null;
  text: string;
  mentions: Mention[];
  /** Null: it is shown at once. */
  heldFor: HoldReason | null;
  /** How long after their last comment in this channel; 0: at once. */
  slowModeMs: number;
  /** Nobody blocks them in this channel. */
  moderates: boolean;
}

export type WrittenComment =
  | { comment: CommentRow }
  | { refused: 'video_gone' | 'parent_gone' | 'blocked' }
  | { refused: 'too_soon'; retryAfterMs: number };

/** All of them in one transaction. Answers one result for each, in order. */
export async function writeComments(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  wishes: readonly CommentWish[],
): Promise<WrittenComment[]> {
  const videos = await lockVideos(transaction, wishes);
  const threads = await Threads.lock(transaction, wishes);
  const paces = await Paces.read(transaction, wishes);
  const blocked = await readBlocked(transaction, wishes);
  const accepted: (CommentWish & { headId: string | null; answered: CommentRow | undefined })[] = [];
  const refused = new Map<string, WrittenComment>();
  for (const wish of wishes) {
    const thread = threads.of(wish);
    const tooSoonMs = paces.tooSoonMs(wish);
    if (videos.get(wish.videoId)?.closed !== false) refused.set(wish.id, { refused: 'video_gone' });
    else if (blocked.has(wish.id)) refused.set(wish.id, { refused: 'blocked' });
    else if (!thread) refused.set(wish.id, { refused: 'parent_gone' });
    else if (tooSoonMs > 0) refused.set(wish.id, { refused: 'too_soon', retryAfterMs: tooSoonMs });
    else {
      accepted.push({ ...wish, headId: thread.head?.id ?? null, answered: thread.answered });
      paces.note(wish);
    }
  }
  const written = await insert(transaction, accepted);
  await count(transaction, outbox, { written, threads, wishes: accepted });
  return wishes.map(({ id }) => {
    const comment = written.get(id);
    return comment ? { comment } : (refused.get(id) ?? { refused: 'video_gone' });
  });
}

async function insert(
  transaction: InteractionsTransaction,
  accepted: readonly (CommentWish & { headId: string | null })[],
): Promise<Map<string, CommentRow>> {
  if (accepted.length === 0) return new Map();
  const rows = await transaction
    .insertInto('comments')
    .values(
      accepted.map((wish) => ({
        id: wish.id,
        video_id: wish.videoId,
        channel_id: wish.channelId,
        parent_id: wish.headId,
        author_account_id: wish.accountId,
        as_channel_id: wish.asChannelId,
        text: wish.text,
        mentions: JSON.stringify(wish.mentions),
        state: wish.heldFor === null ? ('shown' as const) : ('held' as const),
        held_for: wish.heldFor,
      })),
    )
    .returningAll()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Counts what is shown, and tells of all of it. */
async function count(
  transaction: InteractionsTransaction,
  outbox: Outbox,
  of: {
    written: ReadonlyMap<string, CommentRow>;
    threads: Threads;
    wishes: readonly (CommentWish & { answered: CommentRow | undefined })[];
  },
): Promise<void> {
  const answeredBy = new Map(of.wishes.map((wish) => [wish.id, wish.answered]));
  const [shown, held] = [[...of.written.values()].filter(isShown), [...of.written.values()].filter((c) => !isShown(c))];
  await of.threads.count(transaction, shown);
  const videos = await countComments(transaction, shown);
  const behind = new Map([...Map.groupBy(shown, (comment) => comment.video_id)].map(([id, all]) => [id, all.length]));
  const added = shown.flatMap((comment) => {
    const row = videos.get(comment.video_id);
    const after = (behind.get(comment.video_id) ?? 1) - 1;
    behind.set(comment.video_id, after);
    if (!row) return [];
    return addedMessage(comment, {
      ownerAccountId: row.owner_account_id,
      parentAuthorAccountId: answeredBy.get(comment.id)?.author_account_id ?? '',
      comments: Number(row.comments) - after,
      version: Number(row.comments_version) - after,
    });
  });
  for (let at = 0; at < added.length; at += MOST_IN_EVENT) {
    const comments = added.slice(at, at + MOST_IN_EVENT);
    const aggregate = { type: 'comments', id: newId(), version: 1, key: 'comments' };
    await outbox.emit(transaction, CommentsAddedSchema, { comments }, aggregate);
  }
  await outbox.emitMany(
    transaction,
    CommentHeldSchema,
    held.map((comment) => ({
      message: {
        commentId: comment.id,
        videoId: comment.video_id,
        channelId: comment.channel_id,
        authorAccountId: comment.author_account_id,
      },
      aggregate: { type: 'comment', id: comment.id, version: 1, key: comment.video_id },
    })),
  );
}

const isShown = (comment: CommentRow) => comment.state === 'shown';

/** An event carries no more: it has to stay below its limit of 64 KiB. */
const MOST_IN_EVENT = 100;

/** All videos in one statement; answers their rows. */
async function countComments(
  transaction: InteractionsTransaction,
  shown: readonly CommentRow[],
): Promise<Map<string, VideoRow>> {
  if (shown.length === 0) return new Map();
  const sums = [...Map.groupBy(shown, (comment) => comment.video_id)];
  const { rows } = await sql<VideoRow>`
    update videos v set comments = v.comments + s.more, comments_version = comments_version + s.more
    from unnest(${sums.map(([id]) => id)}::text[], ${sums.map(([, of]) => of.length)}::bigint[]) as s(video_id, more)
    where v.video_id = s.video_id returning v.*`.execute(transaction);
  return new Map(rows.map((row) => [row.video_id, row]));
}

/** Wishes of those who may not comment in the channel, by their ids. */
async function readBlocked(
  transaction: InteractionsTransaction,
  wishes: readonly CommentWish[],
): Promise<ReadonlySet<string>> {
  const asked = wishes.filter(({ moderates }) => !moderates);
  const { rows } = await sql<{ id: string }>`
    select w.id from unnest(${asked.map((w) => w.id)}::text[], ${asked.map((w) => w.channelId)}::text[],
      ${asked.map((w) => w.accountId)}::text[]) as w(id, channel_id, account_id)
    join blocked_people b on b.channel_id = w.channel_id and b.account_id = w.account_id`.execute(transaction);
  return new Set(rows.map(({ id }) => id));
}

/** What is answered, and the comments that begin those threads, locked in the order of their ids. */
class Threads {
  readonly #known: ReadonlyMap<string, CommentRow>;

  private constructor(known: ReadonlyMap<string, CommentRow>) {
    this.#known = known;
  }

  static async lock(transaction: InteractionsTransaction, wishes: readonly CommentWish[]): Promise<Threads> {
    const ids = [...new Set(wishes.flatMap(({ parentId }) => parentId ?? []))];
    if (ids.length === 0) return new Threads(new Map());
    const rows = await transaction
      .selectFrom('comments')
      .selectAll()
      .where((eb) =>
        eb.or([
          eb('id', 'in', ids),
          eb(
            'id',
            'in',
            eb.selectFrom('comments as answers').select('answers.parent_id').where('answers.id', 'in', ids),
          ),
        ]),
      )
      .orderBy('id')
      .forUpdate()
      .execute();
    return new Threads(new Map(rows.map((row) => [row.id, row])));
  }

  /** Undefined where what it answers cannot be read, or is said elsewhere. */
  of({ parentId, videoId }: CommentWish): { head?: CommentRow; answered?: CommentRow } | undefined {
    if (parentId === null) return {};
    const answered = this.#known.get(parentId);
    const head = answered?.parent_id ? this.#known.get(answered.parent_id) : answered;
    if (!answered || !head || answered.video_id !== videoId) return undefined;
    return isShown(answered) && isShown(head) ? { head, answered } : undefined;
  }

  async count(transaction: InteractionsTransaction, shown: readonly CommentRow[]): Promise<void> {
    const answers = shown.filter(({ parent_id: id }) => id !== null);
    for (const [id, of] of Map.groupBy(answers, (comment) => comment.parent_id ?? '')) {
      await transaction
        .updateTable('comments')
        .set({ replies: sql<number>`replies + ${of.length}` })
        .where('id', '=', id)
        .execute();
    }
  }
}

/** When those whom slow mode concerns commented last. */
class Paces {
  readonly #last: Map<string, number>;
  readonly #now = Date.now();

  private constructor(last: Map<string, number>) {
    this.#last = last;
  }

  static async read(transaction: InteractionsTransaction, wishes: readonly CommentWish[]): Promise<Paces> {
    const slowed = wishes.filter(({ slowModeMs }) => slowModeMs > 0);
    const last = new Map<string, number>();
    for (const { accountId, channelId } of slowed) {
      const row = await transaction
        .selectFrom('comments')
        .select('created_at')
        .where('author_account_id', '=', accountId)
        .where('channel_id', '=', channelId)
        .orderBy('id', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (row) last.set(`${accountId} ${channelId}`, row.created_at.getTime());
    }
    return new Paces(last);
  }

  tooSoonMs({ accountId, channelId, slowModeMs }: CommentWish): number {
    const last = this.#last.get(`${accountId} ${channelId}`);
    return last === undefined ? 0 : Math.max(0, last + slowModeMs - this.#now);
  }

  note({ accountId, channelId }: CommentWish): void {
    this.#last.set(`${accountId} ${channelId}`, this.#now);
  }
}
