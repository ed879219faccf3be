import { createHash, randomBytes } from 'node:crypto';
import { newId, type RecordAct } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type Selectable, sql } from 'kysely';
import type { TranscodingTables } from './tables.ts';

export type WorkerRow = Selectable<TranscodingTables['workers']>;
export type TokenRow = Pick<Selectable<TranscodingTables['worker_tokens']>, 'id' | 'name' | 'created_at'> & {
  last_used_at: Date | null;
};

export class WorkersStore {
  readonly #database: Database<TranscodingTables>;

  constructor(options: { database: Database<TranscodingTables> }) {
    this.#database = options.database;
  }

  /** Notes that a worker asks for work. */
  async seen(worker: {
    id: string;
    name: string;
    version: string;
    running: number;
    address: string;
    token_id: string | null;
  }): Promise<void> {
    await this.#database.query
      .insertInto('workers')
      .values(worker)
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({
          running: worker.running,
          address: worker.address,
          token_id: worker.token_id,
          last_seen_at: sql<Date>`now()`,
        }),
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

  /** A worker that is draining gets no task; answers whether there is such a worker. */
  setDraining(id: string, draining: boolean, record: RecordAct): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const worker = await transaction
        .updateTable('workers')
        .set({ draining })
        .where('id', '=', id)
        .returning('name')
        .executeTakeFirst();
      if (!worker) return false;
      await record(transaction, {
        act: draining ? 'worker.drained' : 'worker.resumed',
        subject: { id, name: worker.name },
      });
      return true;
    });
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
  async createToken(name: string, record: RecordAct): Promise<{ id: string; token: string }> {
    const id = newId();
    const token = `knw_${randomBytes(32).toString('base64url')}`;
    await this.#database.transaction(async (transaction) => {
      await transaction
        .insertInto('worker_tokens')
        .values({ id, token_hash: hash(token), name, revoked_at: null })
        .execute();
      await record(transaction, { act: 'worker-token.created', subject: { id, name } });
    });
    return { id, token };
  }

  /** The id of a token that was not revoked. */
  async findToken(token: string): Promise<string | undefined> {
    const row = await this.#database.query
      .selectFrom('worker_tokens')
      .select('id')
      .where('token_hash', '=', hash(token))
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row?.id;
  }

  async isValid(tokenId: string): Promise<boolean> {
    const row = await this.#database.query
      .selectFrom('worker_tokens')
      .select('id')
      .where('id', '=', tokenId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    return row !== undefined;
  }

  listTokens(): Promise<TokenRow[]> {
    return this.#database.query
      .selectFrom('worker_tokens')
      .select((eb) => [
        'id',
        'name',
        'created_at',
        eb
          .selectFrom('workers')
          .select((of) => of.fn.max('last_seen_at').as('last_seen_at'))
          .whereRef('workers.token_id', '=', 'worker_tokens.id')
          .as('last_used_at'),
      ])
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .limit(200)
      .execute();
  }

  /** Lets the token in no more, and gives back what its workers hold: their attempts end here. */
  async revokeToken(id: string, record: RecordAct): Promise<boolean> {
    return this.#database.transaction(async (transaction) => {
      const revoked = await transaction
        .updateTable('worker_tokens')
        .set({ revoked_at: sql<Date>`now()` })
        .where('id', '=', id)
        .where('revoked_at', 'is', null)
        .returning('name')
        .executeTakeFirst();
      if (!revoked) return false;
      await record(transaction, { act: 'worker-token.revoked', subject: { id, name: revoked.name } });
      await transaction
        .updateTable('tasks')
        .set({ state: 'ready', worker_id: null, token_id: null, lease_until: null })
        .where('state', '=', 'leased')
        .where('token_id', '=', id)
        .execute();
      return true;
    });
  }
}

function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
