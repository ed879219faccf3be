import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import type { VideoSettings } from '../domain/video-settings.ts';
import type { VideosTables } from './tables.ts';

export type TemplateRow = Selectable<VideosTables['video_templates']>;

/** Of one account. */
const MOST_TEMPLATES = 50;

/** Settings that accounts keep for their next videos. Each is its account's alone: of another's, nothing is found. */
export class TemplatesStore {
  readonly #database: Database<VideosTables>;

  constructor(options: { database: Database<VideosTables> }) {
    this.#database = options.database;
  }

  list(accountId: string): Promise<TemplateRow[]> {
    return this.#database.query
      .selectFrom('video_templates')
      .selectAll()
      .where('account_id', '=', accountId)
      .orderBy('name')
      .limit(MOST_TEMPLATES)
      .execute();
  }

  create(of: {
    accountId: string;
    name: string;
    settings: VideoSettings;
  }): Promise<TemplateRow | 'taken' | 'too_many'> {
    return this.#database.transaction(async (transaction) => {
      await oneByOne(transaction, of.accountId);
      const { count } = await transaction
        .selectFrom('video_templates')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('account_id', '=', of.accountId)
        .executeTakeFirstOrThrow();
      if (Number(count) >= MOST_TEMPLATES) return 'too_many';
      const made = await transaction
        .insertInto('video_templates')
        .values({
          id: newId(),
          account_id: of.accountId,
          name: of.name,
          settings: JSON.stringify(of.settings),
        })
        .onConflict((conflict) => conflict.constraint('video_templates_named').doNothing())
        .returningAll()
        .executeTakeFirst();
      return made ?? 'taken';
    });
  }

  /** Undefined when there is none, or it is another's. */
  async update(
    id: string,
    change: { accountId: string; name?: string | undefined; settings?: VideoSettings | undefined },
  ): Promise<TemplateRow | 'taken' | undefined> {
    const { accountId, name, settings } = change;
    return this.#database.transaction(async (transaction) => {
      await oneByOne(transaction, accountId);
      const taken = await transaction
        .selectFrom('video_templates')
        .select('id')
        .where('account_id', '=', accountId)
        .where('name', '=', name ?? null)
        .where('id', '!=', id)
        .executeTakeFirst();
      if (taken) return 'taken';
      return (
        transaction
          .updateTable('video_templates')
          // Itself where nothing is given.
          .set({ id, name, ...(settings ? { settings: JSON.stringify(settings) } : {}) })
          .where('id', '=', id)
          .where('account_id', '=', accountId)
          .returningAll()
          .executeTakeFirst()
      );
    });
  }

  async delete(id: string, accountId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#database.query
      .deleteFrom('video_templates')
      .where('id', '=', id)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}

/** Changes of one account's wait for each other, so that none is counted past, and no name is given twice. */
async function oneByOne(transaction: Transaction<VideosTables>, accountId: string): Promise<void> {
  const lock = `video templates of ${accountId}`;
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(transaction);
}
