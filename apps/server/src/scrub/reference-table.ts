import type pg from 'pg';
import { REFERENCES, WORKING } from '../audit/references.ts';

/** A blob that a row names; null where the row does not say. */
export interface Reference {
  key: string;
  sizeBytes: number | null;
  sha256: string | null;
}

const PAGE = 1000;

interface Row {
  key: string;
  size_bytes: string | null;
  sha256: string | null;
}

/**
 * What rows refer to at one moment, in a table of this connection: reading all blobs takes hours, and no snapshot of a
 * living database may be held that long.
 */
export class ReferenceTable {
  readonly #client: pg.Client;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Takes it anew. Answers the database's clock at that moment. */
  async take(): Promise<{ at: Date; blobs: number; bytes: number }> {
    await this.#client.query('begin isolation level repeatable read');
    try {
      await this.#client.query(`
        drop table if exists pg_temp.scrub_references, pg_temp.scrub_working;
        create temp table scrub_references (key text collate "C" primary key, size_bytes bigint, sha256 text);
        create temp table scrub_working (prefix text primary key);
        insert into scrub_references select key, size_bytes, sha256 from (${REFERENCES}) r on conflict do nothing;
        insert into scrub_working select prefix from (${WORKING}) w on conflict do nothing;`);
      const { rows } = await this.#client.query<{ at: Date; blobs: string; bytes: string }>(
        'select clock_timestamp() as at, count(*) as blobs, coalesce(sum(size_bytes), 0) as bytes from scrub_references',
      );
      await this.#client.query('commit');
      const [row] = rows;
      return { at: row?.at ?? new Date(), blobs: Number(row?.blobs ?? 0), bytes: Number(row?.bytes ?? 0) };
    } catch (error) {
      await this.#client.query('rollback');
      throw error;
    }
  }

  /** All of them in ascending order of their keys. */
  async *all(): AsyncGenerator<Reference> {
    for (let after = ''; ; ) {
      const { rows } = await this.#client.query<Row>(
        'select key, size_bytes, sha256 from scrub_references where key > $1 order by key limit $2',
        [after, PAGE],
      );
      yield* rows.map(toReference);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      after = last.key;
    }
  }

  async find(key: string): Promise<Reference | undefined> {
    const { rows } = await this.#client.query<Row>(
      'select key, size_bytes, sha256 from scrub_references where key = $1',
      [key],
    );
    return rows[0] && toReference(rows[0]);
  }

  /** Whether work is going on below a prefix of this key. */
  async isWorkedOn(key: string): Promise<boolean> {
    const { rows } = await this.#client.query('select from scrub_working where starts_with($1, prefix) limit 1', [key]);
    return rows.length > 0;
  }
}

function toReference({ key, size_bytes: size, sha256 }: Row): Reference {
  return { key, sizeBytes: size === null ? null : Number(size), sha256 };
}
