import type { Database } from '@kinora/ports';
import { sql } from 'kysely';
import { newUuid } from '../ids/ids.ts';
import type { KernelTables } from './kernel-tables.ts';

export interface Lease {
  /** Fencing token: grows with every new holder. */
  token: number;
}

/** A fenced row, not a session lock: it survives poolers, and a paused holder finds its token outdated. */
export class LeaseHolder {
  readonly #database: Database<KernelTables>;
  readonly #name: string;
  readonly #durationMs: number;
  readonly #holder = newUuid();
  #held: (Lease & { until: number }) | undefined;

  constructor(options: { database: Database<KernelTables>; name: string; durationMs: number }) {
    this.#database = options.database;
    this.#name = options.name;
    this.#durationMs = options.durationMs;
  }

  /** Takes or renews the lease; undefined while another process holds it. Times are the database's. */
  async acquire(): Promise<Lease | undefined> {
    if (this.#held && this.#held.until > Date.now() + this.#durationMs / 2) return this.#held;
    const startedAt = Date.now();
    const { rows } = await sql<{ token: number }>`
      insert into leases (name, holder, token, expires_at)
      values (${this.#name}, ${this.#holder}, 1, now() + ${this.#durationMs} * interval '1 millisecond')
      on conflict (name) do update set
        holder = excluded.holder,
        token = case when leases.holder = excluded.holder then leases.token else leases.token + 1 end,
        expires_at = excluded.expires_at
      where leases.holder = excluded.holder or leases.expires_at < now()
      returning token`.execute(this.#database.query);
    const token = rows[0]?.token;
    this.#held = token === undefined ? undefined : { token: Number(token), until: startedAt + this.#durationMs };
    return this.#held;
  }

  async release(): Promise<void> {
    if (!this.#held) return;
    this.#held = undefined;
    await this.#database.query
      .updateTable('leases')
      .set({ expires_at: new Date(0) })
      .where('name', '=', this.#name)
      .where('holder', '=', this.#holder)
      .execute();
  }
}
