import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql, type Transaction } from 'kysely';
import { type Actor, recordAct } from './audit-log.ts';
import type { IdentityTables } from './tables.ts';

type Row = Omit<Selectable<IdentityTables['instance']>, 'logo' | 'slot'>;
export type InstanceRow = Omit<Row, 'name'> & { name: string };
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
  readonly #name: string;

  /** `name` until there is another. */
  constructor(options: { database: Database<IdentityTables>; name: string }) {
    this.#database = options.database;
    this.#name = options.name;
  }

  async get(): Promise<InstanceRow> {
    return this.#named(await this.#database.query.selectFrom('instance').select(COLUMNS).executeTakeFirstOrThrow());
  }

  #named(row: Row): InstanceRow {
    return { ...row, name: row.name ?? this.#name };
  }

  async update(change: InstanceChange, { actor, address }: { actor: Actor; address: string }): Promise<InstanceRow> {
    return this.#database.transaction(async (transaction) => {
      const before = this.#named(await lockInstance(transaction));
      const updated = await transaction
        .updateTable('instance')
        .set({ ...change, address, updated_at: sql<Date>`now()` })
        .returning(COLUMNS)
        .executeTakeFirstOrThrow();
      const row = this.#named(updated);
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
      return this.#named(row);
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

function lockInstance(transaction: Transaction<IdentityTables>): Promise<Row> {
  return transaction.selectFrom('instance').select(COLUMNS).forUpdate().executeTakeFirstOrThrow();
}
