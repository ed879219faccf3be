import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type Actor, recordAct } from './audit-log.ts';
import type { IdentityTables } from './tables.ts';

export type InstanceRow = Omit<Selectable<IdentityTables['instance']>, 'logo' | 'slot'>;
export type InstanceChange = Partial<
  Pick<InstanceRow, 'name' | 'accent_hue' | 'about' | 'rules' | 'registration' | 'verify_to_upload'>
>;

const COLUMNS = [
  'name',
  'logo_id',
  'accent_hue',
  'about',
  'rules',
  'registration',
  'verify_to_upload',
  'address',
  'updated_at',
] as const;

export class InstanceStore {
  readonly #database: Database<IdentityTables>;

  constructor(options: { database: Database<IdentityTables> }) {
    this.#database = options.database;
  }

  get(): Promise<InstanceRow> {
    return this.#database.query.selectFrom('instance').select(COLUMNS).executeTakeFirstOrThrow();
  }

  async update(change: InstanceChange, { actor, address }: { actor: Actor; address: string }): Promise<InstanceRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await lockInstance(transaction);
      const row = await transaction
        .updateTable('instance')
        .set({ ...change, address, updated_at: sql<Date>`now()` })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      const changed = (Object.keys(change) as (keyof InstanceChange)[]).filter((key) => before[key] !== row[key]);
      if (changed.length > 0) {
        const of = (from: InstanceRow) => Object.fromEntries(changed.map((key) => [key, from[key]]));
        await recordAct(transaction, actor, { act: 'instance.changed', before: of(before), after: of(row) });
      }
      return row;
    });
  }

  async setLogo(logo: Uint8Array | null, actor: Actor): Promise<InstanceRow> {
    return this.#database.transaction(async (transaction) => {
      const before = await lockInstance(transaction);
      const row = await transaction
        .updateTable('instance')
        .set({ logo, logo_id: logo && newId(), updated_at: sql<Date>`now()` })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      const [was, is] = [before.logo_id, row.logo_id];
      await recordAct(transaction, actor, { act: 'instance.changed', before: { logo: was }, after: { logo: is } });
      return row;
    });
  }

  async logo(id: string): Promise<Uint8Array | undefined> {
    const row = await this.#database.query
      .selectFrom('instance')
      .select('logo')
      .where('logo_id', '=', id)
      .executeTakeFirst();
    return row?.logo ?? undefined;
  }

  /** Where the pages are, as the browser of the one who set the site up has found them. */
  async noteAddress(address: string): Promise<void> {
    await this.#database.query.updateTable('instance').set({ address }).where('address', 'is', null).execute();
  }
}

function lockInstance(transaction: Transaction<IdentityTables>): Promise<InstanceRow> {
  return transaction.selectFrom('instance').select(COLUMNS).forUpdate().executeTakeFirstOrThrow();
}
