import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { TranscodingTables } from './tables.ts';

export type WorkerRow = Selectable<TranscodingTables['workers']>;

export class WorkersStore {
  readonly #database: Database<TranscodingTables>;

  constructor(options: { database: Database<TranscodingTables> }) {
    this.#database = options.database;
  }

  /** Notes that a worker asks for work. */
  async seen(worker: { id: string; name: string; version: string; running: number; address: string }): Promise<void> {
    await this.#database.query
      .insertInto('workers')
      .values(worker)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet({ running: worker.running, address: worker.address, last_seen_at: sql<Date>`now()` }),
      )
      .execute();
  }

  list(): Promise<WorkerRow[]> {
    return this.#database.query
      .selectFrom('workers')
      .selectAll()
      .where('last_seen_at', '>', sql<Date>`now() - interval '1 day'`)
      .orderBy('last_seen_at', 'desc')
      .limit(200)
      .execute();
  }

  async drain(id: string): Promise<boolean> {
    const drained = await this.#database.query
      .updateTable('workers')
      .set({ draining: true })
      .where('id', '=', id)
      .executeTakeFirst();
    return drained.numUpdatedRows === 1n;
  }

  /** Slots that asked for work lately: what the planner divides by. */
  async countActive(): Promise<number> {
    const { active } = await this.#database.query
      .selectFrom('workers')
      .select((eb) => eb.fn.countAll<number>().as('active'))
      .where('last_seen_at', '>', sql<Date>`now() - interval '1 minute'`)
      .executeTakeFirstOrThrow();
    return Number(active);
  }

  /** The token is shown once, here. */
  async createToken(name: string): Promise<string> {
    const token = `knw_${randomBytes(32).toString('base64url')}`;
    await this.#database.query
      .insertInto('worker_tokens')
      .values({ token_hash: hash(token), name, revoked_at: null })
      .execute();
    return token;
  }

  async isToken(token: string): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('worker_tokens')
      .select('name')
      .where('token_hash', '=', hash(token))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }
}

function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
