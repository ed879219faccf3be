import { forgetAnswersFor } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { VideosTables } from './tables.ts';

export type DepartingOwner = Selectable<VideosTables['departing_owners']>;

/** Replaces what was wanted before: events of an account come in their order. */
export async function noteDeparture(
  transaction: Transaction<VideosTables>,
  { account_id, wanted }: DepartingOwner,
): Promise<void> {
  if (wanted === 'shown' && !(await isAnythingWithheld(transaction, account_id))) return;
  await transaction
    .insertInto('departing_owners')
    .values({ account_id, wanted })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet({ wanted }))
    .execute();
}

/** Accounts are updated for many reasons. */
async function isAnythingWithheld(transaction: Transaction<VideosTables>, accountId: string): Promise<boolean> {
  const { rows } = await sql`
    select from departing_owners where account_id = ${accountId}
    union all (select from videos where owner_account_id = ${accountId} and deleted_at is null and withheld limit 1)`.execute(
    transaction,
  );
  return rows.length > 0;
}

/** Owners who leave, or stay after all, and what is still to be done with their videos. */
export class DepartingOwners {
  readonly #database: Database<VideosTables>;

  constructor(options: { database: Database<VideosTables> }) {
    this.#database = options.database;
  }

  next(): Promise<DepartingOwner | undefined> {
    return this.#database.query
      .selectFrom('departing_owners')
      .selectAll()
      .orderBy('account_id')
      .limit(1)
      .executeTakeFirst();
  }

  /** Videos that are not yet as is wanted. */
  async listUnsettled({ account_id, wanted }: DepartingOwner, limit: number): Promise<string[]> {
    const rows = await this.#database.query
      .selectFrom('videos')
      .select('id')
      .where('owner_account_id', '=', account_id)
      .where('deleted_at', 'is', null)
      .$if(wanted !== 'deleted', (query) => query.where('withheld', '=', wanted !== 'withheld'))
      .orderBy('id')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  /** Of videos that are deleted their ids stay; what their owner wrote goes with the owner. */
  async settle({ account_id, wanted }: DepartingOwner): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      const { numDeletedRows } = await transaction
        .deleteFrom('departing_owners')
        .where('account_id', '=', account_id)
        .where('wanted', '=', wanted)
        .executeTakeFirst();
      // Something else is wanted meanwhile.
      if (wanted !== 'deleted' || numDeletedRows === 0n) return;
      await transaction
        .deleteFrom('video_tags')
        .where('video_id', 'in', (eb) =>
          eb.selectFrom('videos').select('id').where('owner_account_id', '=', account_id),
        )
        .execute();
      await transaction
        .updateTable('videos')
        .set({
          owner_account_id: '',
          title: '',
          description: '',
          tags: [],
          indexed_tags: [],
          chapters: null,
          file_chapters: null,
          source_sha256: null,
          failure_message: null,
          version: sql<number>`version + 1`,
        })
        .where('owner_account_id', '=', account_id)
        .execute();
      await transaction.deleteFrom('video_templates').where('account_id', '=', account_id).execute();
      await forgetAnswersFor(transaction, account_id);
    });
  }
}
