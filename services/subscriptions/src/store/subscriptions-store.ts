import type { Outbox } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { Bell } from '../domain/bell.ts';
import { type Visits, visit } from '../domain/visit.ts';
import type { SubscriptionsTables } from './tables.ts';
import { type SubscriptionWish, type Written, writeSubscriptions } from './write-subscriptions.ts';

export type SubscriptionRow = Selectable<SubscriptionsTables['subscriptions']>;
export type FollowedChannel = SubscriptionRow & { subscribers: number; latest_video_at: Date | null };

/** A page of a channel that is emptied. */
const AT_ONCE = 1000;

export class SubscriptionsStore {
  readonly #database: Database<SubscriptionsTables>;
  readonly #outbox: Outbox;

  constructor(options: { database: Database<SubscriptionsTables>; outbox: Outbox }) {
    this.#database = options.database;
    this.#outbox = options.outbox;
  }

  write(wishes: readonly SubscriptionWish[]): Promise<Written[]> {
    return this.#database.transaction((transaction) => writeSubscriptions(transaction, this.#outbox, wishes));
  }

  find(accountId: string, channelId: string): Promise<SubscriptionRow | undefined> {
    return this.#database.query
      .selectFrom('subscriptions')
      .selectAll()
      .where('channel_id', '=', channelId)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
  }

  async countOf(channelId: string): Promise<number> {
    const row = await this.#database.query
      .selectFrom('followed_channels')
      .select('subscribers')
      .where('channel_id', '=', channelId)
      .where('closed', '=', false)
      .executeTakeFirst();
    return Number(row?.subscribers ?? 0);
  }

  /** How many channels an account follows, counted up to `most`. */
  async followedBy(accountId: string, most: number): Promise<number> {
    const rows = await this.#database.query
      .selectFrom('subscriptions')
      .select('channel_id')
      .where('account_id', '=', accountId)
      .limit(most)
      .execute();
    return rows.length;
  }

  /** What an account follows, the latest first, after (exclusive) a position in the same order. */
  async list(options: {
    accountId: string;
    limit: number;
    after?: { since: string; channelId: string } | undefined;
  }): Promise<FollowedChannel[]> {
    const { accountId, limit, after } = options;
    const rows = await this.#database.query
      .selectFrom('subscriptions')
      .innerJoin('followed_channels', 'followed_channels.channel_id', 'subscriptions.channel_id')
      .selectAll('subscriptions')
      .select(['followed_channels.subscribers', 'followed_channels.latest_video_at'])
      .where('subscriptions.account_id', '=', accountId)
      .where('followed_channels.closed', '=', false)
      .$if(after !== undefined, (query) =>
        query.where(
          sql<boolean>`(subscriptions.since, subscriptions.channel_id) < (${after?.since}::timestamptz, ${after?.channelId})`,
        ),
      )
      .orderBy('subscriptions.since', 'desc')
      .orderBy('subscriptions.channel_id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ ...row, subscribers: Number(row.subscribers) }));
  }

  /** The channels whose videos an account's feed is made of, the latest followed first. */
  async channelsOf(accountId: string, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('subscriptions')
      .select('channel_id')
      .where('account_id', '=', accountId)
      .orderBy('since', 'desc')
      .orderBy('channel_id', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => row.channel_id);
  }

  /** Those of `channelIds` that the account follows. */
  among(accountId: string, channelIds: readonly string[]): Promise<SubscriptionRow[]> {
    if (channelIds.length === 0) return Promise.resolve([]);
    return this.#database.query
      .selectFrom('subscriptions')
      .selectAll()
      .where('account_id', '=', accountId)
      .where('channel_id', 'in', channelIds)
      .execute();
  }

  /** A page of those who follow a channel, by their ids. */
  followers(options: {
    channelId: string;
    bells: readonly Bell[];
    afterAccountId: string;
    limit: number;
  }): Promise<SubscriptionRow[]> {
    const { channelId, bells, afterAccountId, limit } = options;
    return this.#database.query
      .selectFrom('subscriptions')
      .selectAll()
      .where('channel_id', '=', channelId)
      .where('account_id', '>', afterAccountId)
      .$if(bells.length > 0, (query) => query.where('bell', 'in', bells))
      .orderBy('account_id')
      .limit(limit)
      .execute();
  }

  async visits(accountId: string): Promise<Visits | undefined> {
    const row = await this.#database.query
      .selectFrom('feed_visits')
      .selectAll()
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return row && { seenAt: row.seen_at, beforeAt: row.before_at };
  }

  /** Answers the visit before this one. */
  async visit(accountId: string, now: Date): Promise<Date | null> {
    return this.#database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('subscriptions.visit.' || ${accountId}, 0))`.execute(
        transaction,
      );
      const row = await transaction
        .selectFrom('feed_visits')
        .selectAll()
        .where('account_id', '=', accountId)
        .executeTakeFirst();
      const { seenAt, beforeAt } = visit(row && { seenAt: row.seen_at, beforeAt: row.before_at }, now);
      await transaction
        .insertInto('feed_visits')
        .values({ account_id: accountId, seen_at: seenAt, before_at: beforeAt })
        .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ seen_at: seenAt, before_at: beforeAt }))
        .execute();
      return beforeAt;
    });
  }

  async noteVideo(
    transaction: Transaction<SubscriptionsTables>,
    { channelId, at }: { channelId: string; at: Date },
  ): Promise<void> {
    await transaction
      .updateTable('followed_channels')
      .set({ latest_video_at: sql<Date>`greatest(latest_video_at, ${at}::timestamptz)` })
      .where('channel_id', '=', channelId)
      .execute();
  }

  /** Nobody follows it from now on; its rows go by pages. */
  async close(transaction: Transaction<SubscriptionsTables>, channelId: string): Promise<void> {
    await transaction
      .insertInto('followed_channels')
      .values({ channel_id: channelId, closed: true, latest_video_at: null })
      .onConflict((conflict) => conflict.column('channel_id').doUpdateSet({ closed: true, subscribers: 0 }))
      .execute();
  }

  /** True while there may be more to remove. */
  async emptyClosed(): Promise<boolean> {
    const { numAffectedRows } = await sql`
      delete from subscriptions where (channel_id, account_id) in (
        select s.channel_id, s.account_id from followed_channels f join subscriptions s using (channel_id)
        where f.closed order by 1, 2 limit ${AT_ONCE})`.execute(this.#database.query);
    return Number(numAffectedRows ?? 0) === AT_ONCE;
  }

  /** All that an account followed, and when it looked. */
  async forget(transaction: Transaction<SubscriptionsTables>, accountId: string): Promise<void> {
    const rows = await transaction
      .selectFrom('subscriptions')
      .select('channel_id')
      .where('account_id', '=', accountId)
      .execute();
    const wishes = rows.map((row) => ({ channelId: row.channel_id, accountId, bell: null }));
    if (wishes.length > 0) await writeSubscriptions(transaction, this.#outbox, wishes);
    await transaction.deleteFrom('feed_visits').where('account_id', '=', accountId).execute();
  }
}
