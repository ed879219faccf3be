import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { ReactionValue } from '../domain/reaction.ts';
import { interactionsErrors } from '../errors.ts';
import { type CommentChange, changeComment, WireChange } from './change-comment.ts';
import { type InteractionsTransaction, lockKnownVideos } from './lock-videos.ts';
import type { CommentState, InteractionsTables } from './tables.ts';
import { type CommentReactionWish, writeCommentReactions } from './write-comment-reactions.ts';
import { type CommentWish, type WrittenComment, writeComments } from './write-comments.ts';

export type CommentRow = Selectable<InteractionsTables['comments']>;
export type CommentSort = 'top' | 'newest';

export class CommentsStore {
  readonly #database: Database<InteractionsTables>;
  readonly #outbox: Outbox;
  readonly #onChange: () => void;

  /** `onChange` is called when something that everybody reads has changed. */
  constructor(options: { database: Database<InteractionsTables>; outbox: Outbox; onChange: () => void }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#onChange = options.onChange;
  }

  async write(wishes: readonly CommentWish[]): Promise<WrittenComment[]> {
    const written = await this.#database.transaction((transaction) => writeComments(transaction, this.#outbox, wishes));
    this.#onChange();
    return written;
  }

  async react(wishes: readonly CommentReactionWish[]): Promise<({ likes: number } | undefined)[]> {
    const written = await this.#database.transaction((transaction) =>
      writeCommentReactions(transaction, this.#outbox, wishes),
    );
    this.#onChange();
    return written;
  }

  /** `beside` runs in the same transaction, after the change. */
  async change(
    id: string,
    change: CommentChange,
    beside: (transaction: InteractionsTransaction, comment: CommentRow) => Promise<void> = async () => {},
  ): Promise<CommentRow> {
    const row = await this.#database.transaction(async (transaction) => {
      const changed = await changeComment(transaction, this.#outbox, id, change);
      await beside(transaction, changed);
      return changed;
    });
    this.#onChange();
    return row;
  }

  /** In place of the one that was pinned. Throws `interactions.not_pinnable`. */
  async pin({ id, video_id: videoId }: Pick<CommentRow, 'id' | 'video_id'>, by: string): Promise<CommentRow> {
    const row = await this.#database.transaction(async (transaction) => {
      await lockKnownVideos(transaction, [videoId]);
      const pinned = await transaction
        .selectFrom('comments')
        .select('id')
        .where('video_id', '=', videoId)
        .where('pinned_at', 'is not', null)
        .where('id', '<>', id)
        .execute();
      for (const before of pinned) {
        const to = () => ({ pinned_at: null });
        await changeComment(transaction, this.#outbox, before.id, { by, change: WireChange.UNPINNED, to });
      }
      return changeComment(transaction, this.#outbox, id, {
        by,
        change: WireChange.PINNED,
        to({ parent_id: parentId, state, pinned_at: at }) {
          if (parentId !== null || state !== 'shown') throw interactionsErrors.not_pinnable();
          return at === null ? { pinned_at: new Date() } : undefined;
        },
      });
    });
    this.#onChange();
    return row;
  }

  find(id: string): Promise<CommentRow | undefined> {
    return this.#database.query.selectFrom('comments').selectAll().where('id', '=', id).executeTakeFirst();
  }

  findMany(ids: readonly string[]): Promise<CommentRow[]> {
    if (ids.length === 0) return Promise.resolve([]);
    return this.#database.query.selectFrom('comments').selectAll().where('id', 'in', ids).execute();
  }

  findPinned(videoId: string): Promise<CommentRow | undefined> {
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('video_id', '=', videoId)
      .where('pinned_at', 'is not', null)
      .where('state', '=', 'shown')
      .executeTakeFirst();
  }

  /** Those that begin threads and are shown, without the pinned one, after (exclusive) a position in the same order. */
  list(options: {
    videoId: string;
    sort: CommentSort;
    limit: number;
    after?: { score: number; id: string } | undefined;
  }): Promise<CommentRow[]> {
    const { videoId, sort, limit, after } = options;
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('video_id', '=', videoId)
      .where('parent_id', 'is', null)
      .where('state', '=', 'shown')
      .where('pinned_at', 'is', null)
      .$if(after !== undefined && sort === 'newest', (query) => query.where('id', '<', after?.id ?? ''))
      .$if(after !== undefined && sort === 'top', (query) =>
        query.where(sql<boolean>`(score, id) < (${after?.score}::bigint, ${after?.id})`),
      )
      .$if(sort === 'top', (query) => query.orderBy('score', 'desc'))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** Shown answers, the oldest first. */
  listAnswers(options: { parentId: string; limit: number; afterId: string }): Promise<CommentRow[]> {
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('parent_id', '=', options.parentId)
      .where('state', '=', 'shown')
      .where('id', '>', options.afterId)
      .orderBy('id')
      .limit(options.limit)
      .execute();
  }

  async isAnyHeld(videoId: string): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('comments')
      .select('id')
      .where('video_id', '=', videoId)
      .where('state', '=', 'held')
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  /** What somebody said about a video and nobody has let through yet; the latest first. */
  listHeldOf(options: { videoId: string; accountId: string; parentId: string | null }): Promise<CommentRow[]> {
    const { videoId, accountId, parentId } = options;
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('author_account_id', '=', accountId)
      .where('video_id', '=', videoId)
      .where('state', '=', 'held')
      .where('parent_id', parentId === null ? 'is' : '=', parentId)
      .orderBy('id', 'desc')
      .limit(20)
      .execute();
  }

  /** For those who moderate channels: all but what was deleted, the latest first. */
  listForModerators(options: {
    channelIds: readonly string[];
    states: readonly CommentState[];
    videoId?: string | undefined;
    text?: string | undefined;
    limit: number;
    beforeId?: string | undefined;
  }): Promise<CommentRow[]> {
    const { channelIds, states, videoId, text, limit, beforeId } = options;
    if (channelIds.length === 0) return Promise.resolve([]);
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('channel_id', 'in', channelIds)
      .where('state', 'in', states)
      .$if(videoId !== undefined, (query) => query.where('video_id', '=', videoId ?? ''))
      .$if(text !== undefined, (query) => query.where('text', 'ilike', containing(text ?? '')))
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** All of an account's that are not deleted, the latest first. */
  listOf(options: { accountId: string; limit: number; beforeId: string | undefined }): Promise<CommentRow[]> {
    const { accountId, limit, beforeId } = options;
    return this.#database.query
      .selectFrom('comments')
      .selectAll()
      .where('author_account_id', '=', accountId)
      .where('state', '<>', 'deleted')
      .$if(beforeId !== undefined, (query) => query.where('id', '<', beforeId ?? ''))
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
  }

  /** What an account thinks of comments. */
  async reactionsOf(accountId: string, ids: readonly string[]): Promise<Map<string, ReactionValue>> {
    if (ids.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('comment_reactions')
      .select(['comment_id', 'value'])
      .where('account_id', '=', accountId)
      .where('comment_id', 'in', ids)
      .execute();
    return new Map(rows.map((row) => [row.comment_id, row.value]));
  }

  /** Takes the words from what was deleted a day ago: nobody undoes that any more. True while there may be more. */
  async purgeDeleted(): Promise<boolean> {
    const { numAffectedRows } = await sql`
      update comments set text = '', mentions = '[]'
      where id in (select id from comments where deleted_at < now() - interval '1 day' and text <> '' limit 500)`.execute(
      this.#database.query,
    );
    return Number(numAffectedRows ?? 0) === 500;
  }
}

/** Each sign of what was written stands for itself. */
const containing = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
