import type { ViewerList } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import type { PlaybackTransaction } from './index-store.ts';
import type { PlaybackTables } from './tables.ts';

/** A read copy of who is on which list. */
export class ViewerListsStore {
  readonly #database: Database<PlaybackTables>;

  constructor(options: { database: Database<PlaybackTables> }) {
    this.#database = options.database;
  }

  /** Takes a greater version over; answers whether somebody was taken off. */
  apply(list: ViewerList): Promise<boolean> {
    return this.#database.transaction((transaction) => this.applyIn(transaction, list));
  }

  async applyIn(transaction: PlaybackTransaction, list: ViewerList): Promise<boolean> {
    const before = await transaction
      .selectFrom('viewer_lists')
      .select('account_ids')
      .where('id', '=', list.id)
      .forUpdate()
      .executeTakeFirst();
    const applied = await transaction
      .insertInto('viewer_lists')
      .values({ id: list.id, version: Number(list.version), account_ids: list.accountIds })
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({
            version: sql<number>`excluded.version`,
            account_ids: sql<string[]>`excluded.account_ids`,
          })
          .whereRef('viewer_lists.version', '<', sql<number>`excluded.version`),
      )
      .returning('id')
      .executeTakeFirst();
    const now = new Set(list.accountIds);
    return applied !== undefined && (before?.account_ids ?? []).some((id) => !now.has(id));
  }

  /** Nobody on a list that is not known. */
  async membersOf(id: string): Promise<ReadonlySet<string>> {
    const row = await this.#database.query
      .selectFrom('viewer_lists')
      .select('account_ids')
      .where('id', '=', id)
      .executeTakeFirst();
    return new Set(row?.account_ids);
  }
}
