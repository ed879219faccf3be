import type { Database } from '@kinora/ports';
import { sql, type Transaction } from 'kysely';
import type { Hidden } from '../domain/shown.ts';
import type { HistoryTables } from './tables.ts';

const AT_ONCE = 100;

/** What people took out of their history, and who is gone. */
export class HiddenStore {
  readonly #database: Database<HistoryTables>;

  constructor(options: { database: Database<HistoryTables> }) {
    this.#database = options.database;
  }

  async of(accountId: string): Promise<Hidden> {
    const [cleared, videos] = await Promise.all([
      this.#database.query
        .selectFrom('cleared_histories')
        .select('until')
        .where('account_id', '=', accountId)
        .executeTakeFirst(),
      this.#database.query
        .selectFrom('hidden_videos')
        .select(['video_id', 'until'])
        .where('account_id', '=', accountId)
        .orderBy('hidden_at', 'desc')
        .limit(10_000)
        .execute(),
    ]);
    return { clearedAt: cleared?.until ?? null, videos: new Map(videos.map((row) => [row.video_id, row.until])) };
  }

  async hide(accountId: string, videoId: string): Promise<void> {
    await this.#database.query
      .insertInto('hidden_videos')
      .values({ account_id: accountId, video_id: videoId, until: sql<Date>`now()` })
      .onConflict((conflict) =>
        conflict
          .columns(['account_id', 'video_id'])
          .doUpdateSet({ until: sql<Date>`now()`, hidden_at: sql<Date>`now()` }),
      )
      .execute();
  }

  async show(accountId: string, videoId: string): Promise<void> {
    await this.#database.query
      .deleteFrom('hidden_videos')
      .where('account_id', '=', accountId)
      .where('video_id', '=', videoId)
      .execute();
  }

  async clear(accountId: string): Promise<void> {
    const now = sql<Date>`now()`;
    await this.#database.query
      .insertInto('cleared_histories')
      .values({ account_id: accountId, until: now })
      .onConflict((conflict) =>
        conflict.column('account_id').doUpdateSet({ until: now, cleared_at: now, removed: false }),
      )
      .execute();
  }

  /** False where it is removed for good, or nothing was cleared. */
  async unclear(accountId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.query
      .deleteFrom('cleared_histories')
      .where('account_id', '=', accountId)
      .where('removed', '=', false)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async depart(transaction: Transaction<HistoryTables>, accountId: string): Promise<void> {
    await transaction
      .insertInto('departed_accounts')
      .values({ account_id: accountId })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }

  /** Those of `accountIds` who are gone. */
  async departedAmong(accountIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (accountIds.length === 0) return new Set();
    const rows = await this.#database.query
      .selectFrom('departed_accounts')
      .select('account_id')
      .where('account_id', 'in', accountIds)
      .execute();
    return new Set(rows.map((row) => row.account_id));
  }

  /** Whose log has to be emptied. */
  async departing(): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('departed_accounts')
      .select('account_id')
      .where('removed', '=', false)
      .limit(AT_ONCE)
      .execute();
    return rows.map((row) => row.account_id);
  }

  async forget(accountId: string): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      for (const table of ['hidden_videos', 'cleared_histories'] as const)
        await transaction.deleteFrom(table).where('account_id', '=', accountId).execute();
      await transaction
        .updateTable('departed_accounts')
        .set({ removed: true })
        .where('account_id', '=', accountId)
        .execute();
    });
  }

  /** Events are kept for seven days: nothing comes any more of who left two weeks ago. */
  async forgetLongGone(): Promise<void> {
    await this.#database.query
      .deleteFrom('departed_accounts')
      .where('removed', '=', true)
      .where('departed_at', '<', sql<Date>`now() - interval '14 days'`)
      .execute();
  }

  /** What was cleared a day ago: nobody takes it back any more. */
  overdueClears(): Promise<{ account_id: string; until: Date }[]> {
    return this.#database.query
      .selectFrom('cleared_histories')
      .select(['account_id', 'until'])
      .where('removed', '=', false)
      .where('cleared_at', '<', sql<Date>`now() - interval '1 day'`)
      .limit(AT_ONCE)
      .execute();
  }

  async markCleared({ account_id, until }: { account_id: string; until: Date }): Promise<void> {
    await this.#database.query
      .updateTable('cleared_histories')
      .set({ removed: true })
      .where('account_id', '=', account_id)
      .where('until', '=', until)
      .execute();
  }

  /** Videos that were hidden a day ago. */
  overdueVideos(): Promise<{ account_id: string; video_id: string; until: Date }[]> {
    return this.#database.query
      .selectFrom('hidden_videos')
      .select(['account_id', 'video_id', 'until'])
      .where('hidden_at', '<', sql<Date>`now() - interval '1 day'`)
      .orderBy('hidden_at')
      .limit(AT_ONCE)
      .execute();
  }

  async markRemoved({
    account_id,
    video_id,
    until,
  }: {
    account_id: string;
    video_id: string;
    until: Date;
  }): Promise<void> {
    await this.#database.query
      .deleteFrom('hidden_videos')
      .where('account_id', '=', account_id)
      .where('video_id', '=', video_id)
      .where('until', '=', until)
      .execute();
  }
}
