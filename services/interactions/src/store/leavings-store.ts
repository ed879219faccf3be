import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import { changeComment, WireChange } from './change-comment.ts';
import { lockKnownVideos } from './lock-videos.ts';
import type { InteractionsTables } from './tables.ts';
import { writeCommentReactions } from './write-comment-reactions.ts';
import { writeReactions } from './write-reactions.ts';

const AT_ONCE = 200;

/** What accounts and videos leave behind that are gone. It goes by pages: there may be millions of rows. */
export class LeavingsStore {
  readonly #database: Database<InteractionsTables>;
  readonly #outbox: Outbox;
  readonly #onChange: () => void;

  constructor(options: { database: Database<InteractionsTables>; outbox: Outbox; onChange: () => void }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
    this.#onChange = options.onChange;
  }

  async noteDeparture(transaction: Transaction<InteractionsTables>, accountId: string): Promise<void> {
    await transaction
      .insertInto('departed_accounts')
      .values({ account_id: accountId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Nothing is written to it from now on, and nothing of it is read. */
  async closeVideo(transaction: Transaction<InteractionsTables>, videoId: string): Promise<void> {
    await transaction
      .insertInto('videos')
      .values({ video_id: videoId, channel_id: '', owner_account_id: '', closed: true })
      .onConflict((conflict) =>
        conflict.column('video_id').doUpdateSet({ closed: true, likes: 0, dislikes: 0, comments: 0 }),
      )
      .execute();
  }

  /** True while there may be more to do. */
  async sweep(): Promise<boolean> {
    return (await this.#emptyVideo()) || (await this.#forgetAccount());
  }

  async #emptyVideo(): Promise<boolean> {
    const { rows } = await sql<{ video_id: string }>`
      select video_id from videos v where closed and (
        exists (select from reactions r where r.video_id = v.video_id) or
        exists (select from comments c where c.video_id = v.video_id)) limit 1`.execute(this.#database.query);
    const [video] = rows;
    if (!video) return false;
    await this.#database.transaction(async (transaction) => {
      const { video_id: id } = video;
      await sql`delete from reactions where (video_id, account_id) in (
        select video_id, account_id from reactions where video_id = ${id} limit ${AT_ONCE})`.execute(transaction);
      // Answers before what they answer.
      await sql`delete from comments where id in (
        select id from comments where video_id = ${id} order by parent_id nulls last limit ${AT_ONCE})`.execute(
        transaction,
      );
    });
    return true;
  }

  async #forgetAccount(): Promise<boolean> {
    const account = await this.#database.query.selectFrom('departed_accounts').select('account_id').executeTakeFirst();
    if (!account) return false;
    const { account_id: id } = account;
    const more = [
      await this.#forgetReactions(id),
      await this.#forgetCommentReactions(id),
      await this.#forgetComments(id),
    ];
    this.#onChange();
    if (more.some(Boolean)) return true;
    await this.#database.query.deleteFrom('blocked_people').where('account_id', '=', id).execute();
    await this.#database.query.deleteFrom('reports').where('reporter_account_id', '=', id).execute();
    await this.#database.query.deleteFrom('departed_accounts').where('account_id', '=', id).execute();
    return true;
  }

  #forgetReactions(accountId: string): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const rows = await transaction
        .selectFrom('reactions')
        .innerJoin('videos', 'videos.video_id', 'reactions.video_id')
        .select(['videos.video_id', 'videos.channel_id', 'videos.owner_account_id'])
        .where('reactions.account_id', '=', accountId)
        .where('videos.closed', '=', false)
        .limit(AT_ONCE)
        .execute();
      if (rows.length === 0) return false;
      const wishes = rows.map((row) => ({
        videoId: row.video_id,
        channelId: row.channel_id,
        ownerAccountId: row.owner_account_id,
        accountId,
        value: 0 as const,
      }));
      await writeReactions(transaction, this.#outbox, wishes);
      return true;
    });
  }

  #forgetCommentReactions(accountId: string): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const rows = await transaction
        .selectFrom('comment_reactions')
        .innerJoin('comments', 'comments.id', 'comment_reactions.comment_id')
        .select(['comments.id', 'comments.state'])
        .where('comment_reactions.account_id', '=', accountId)
        .limit(AT_ONCE)
        .execute();
      const shown = rows.filter(({ state }) => state === 'shown');
      if (shown.length > 0) {
        const wishes = shown.map(({ id }) => ({ commentId: id, accountId, value: 0 as const }));
        await writeCommentReactions(transaction, this.#outbox, wishes);
      }
      for (const { id } of rows.filter(({ state }) => state !== 'shown')) {
        const [gone] = await transaction
          .deleteFrom('comment_reactions')
          .where('comment_id', '=', id)
          .where('account_id', '=', accountId)
          .returning('value')
          .execute();
        if (gone?.value === 1) {
          await sql`update comments set likes = likes - 1 where id = ${id}`.execute(transaction);
        }
      }
      return rows.length > 0;
    });
  }

  /** What they said goes, and with it what others answered to it; no word of theirs is kept. */
  async #forgetComments(accountId: string): Promise<boolean> {
    const rows = await this.#database.query
      .selectFrom('comments')
      .select(['id', 'video_id'])
      .where('author_account_id', '=', accountId)
      .limit(AT_ONCE)
      .execute();
    for (const { id, video_id: videoId } of rows) {
      await this.#database.transaction(async (transaction) => {
        const video = (await lockKnownVideos(transaction, [videoId])).get(videoId);
        if (video && !video.closed) {
          await changeComment(transaction, this.#outbox, id, {
            by: accountId,
            change: WireChange.DELETED,
            to: ({ state }) => (state === 'deleted' ? undefined : { state: 'deleted', deleted_at: new Date() }),
          });
        }
        await sql`update comments set author_account_id = '', as_channel_id = null, text = '', mentions = '[]', pinned_at = null
          where id = ${id}`.execute(transaction);
      });
    }
    return rows.length > 0;
  }
}
