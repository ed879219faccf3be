import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import type { ReactionValue } from '../domain/reaction.ts';
import type { InteractionsTables } from './tables.ts';
import { type Counters, countersOf, type ReactionWish, writeReactions } from './write-reactions.ts';

const NOTHING: Counters = { likes: 0, dislikes: 0, comments: 0 };

export class ReactionsStore {
  readonly #database: Database<InteractionsTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<InteractionsTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  write(wishes: readonly ReactionWish[]): Promise<(Counters | undefined)[]> {
    return this.#database.transaction((transaction) => writeReactions(transaction, this.#outbox, wishes));
  }

  async counters(videoId: string): Promise<Counters> {
    return (await this.countersOf([videoId])).get(videoId) ?? NOTHING;
  }

  /** Videos of which there is nothing are left out. */
  async countersOf(videoIds: readonly string[]): Promise<Map<string, Counters>> {
    if (videoIds.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('videos')
      .select(['video_id', 'likes', 'dislikes', 'comments'])
      .where('video_id', 'in', videoIds)
      .where('closed', '=', false)
      .execute();
    return new Map(rows.map((row) => [row.video_id, countersOf(row)]));
  }

  /** Whose videos they are, of those of which there is something. */
  async ownersOf(videoIds: readonly string[]): Promise<Map<string, string>> {
    if (videoIds.length === 0) return new Map();
    const rows = await this.#database.query
      .selectFrom('videos')
      .select(['video_id', 'owner_account_id'])
      .where('video_id', 'in', videoIds)
      .execute();
    return new Map(rows.map((row) => [row.video_id, row.owner_account_id]));
  }

  async reactionOf(accountId: string, videoId: string): Promise<ReactionValue> {
    const row = await this.#database.query
      .selectFrom('reactions')
      .select('value')
      .where('video_id', '=', videoId)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return row?.value ?? 0;
  }

  /** What an account likes, the latest first, after (exclusive) a position in the same order. */
  listLiked(options: {
    accountId: string;
    limit: number;
    after?: { likedAt: string; videoId: string } | undefined;
  }): Promise<{ video_id: string; changed_at: Date; value: -1 | 1 }[]> {
    const { accountId, limit, after } = options;
    return this.#database.query
      .selectFrom('reactions')
      .select(['video_id', 'changed_at', 'value'])
      .where('account_id', '=', accountId)
      .where('value', '=', 1)
      .$if(after !== undefined, (query) =>
        query.where(sql<boolean>`(changed_at, video_id) < (${after?.likedAt}::timestamptz, ${after?.videoId})`),
      )
      .orderBy('changed_at', 'desc')
      .orderBy('video_id', 'desc')
      .limit(limit)
      .execute();
  }

  /** All of an account's, by video. */
  listAll(options: {
    accountId: string;
    afterVideoId: string;
    limit: number;
  }): Promise<{ video_id: string; changed_at: Date; value: -1 | 1 }[]> {
    return this.#database.query
      .selectFrom('reactions')
      .select(['video_id', 'changed_at', 'value'])
      .where('account_id', '=', options.accountId)
      .where('video_id', '>', options.afterVideoId)
      .orderBy('video_id')
      .limit(options.limit)
      .execute();
  }
}
