import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from 'jose';
import { sql } from 'kysely';
import type { IdentityTables } from './tables.ts';

/** A new key is published this long before it signs, so that every process knows it. */
const RELOAD_MS = 60_000;

export interface SigningKey {
  kid: string;
  key: CryptoKey;
}

/** Keys of one algorithm in a table of their own. One signs; older ones are published until what they signed is over. */
export class KeyRing {
  readonly #database: Database<IdentityTables>;
  readonly #maxAgeDays: number;
  readonly #table: 'signing_keys';
  readonly #alg: 'EdDSA' | 'RS256';
  #current: SigningKey | undefined;
  #loadedAt = 0;

  constructor(options: {
    database: Database<IdentityTables>;
    maxAgeDays: number;
    table: 'signing_keys' | 'id_token_keys';
    alg: 'EdDSA' | 'RS256';
  }) {
    this.#database = options.database;
    this.#maxAgeDays = options.maxAgeDays;
    // Both have the same columns.
    this.#table = options.table as 'signing_keys';
    this.#alg = options.alg;
  }

  async publicKeys(): Promise<JWK[]> {
    const rows = await this.#database.query
      .selectFrom(this.#table)
      .select('public_jwk')
      .where((eb) => eb.or([eb('retired_at', 'is', null), eb('retired_at', '>', sql<Date>`now() - interval '1 hour'`)]))
      .orderBy('created_at', 'desc')
      .limit(10)
      .execute();
    return rows.map((row) => row.public_jwk as unknown as JWK);
  }

  /** Retires the signing key and makes another: on a schedule, or when one may have leaked. */
  async rotate(): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${this.#lockName}, 0))`.execute(transaction);
      await transaction
        .updateTable(this.#table)
        .set({ retired_at: sql<Date>`now()` })
        .where('retired_at', 'is', null)
        .execute();
    });
    this.#loadedAt = 0;
    await this.current();
  }

  async current(): Promise<SigningKey> {
    if (this.#current && Date.now() - this.#loadedAt < RELOAD_MS) return this.#current;
    const known = await this.#take(undefined);
    const row = known ?? (await this.#take(await this.#make()));
    if (!row) throw new Error('There is no key to sign with.');
    const key = (await importJWK(row.private_jwk as unknown as JWK, this.#alg)) as CryptoKey;
    this.#current = { kid: row.kid, key };
    this.#loadedAt = Date.now();
    return this.#current;
  }

  get #lockName(): string {
    return `identity.${this.#table}`;
  }

  async #make(): Promise<{ kid: string; private_jwk: string; public_jwk: string }> {
    const of = this.#alg === 'EdDSA' ? { crv: 'Ed25519' } : { modulusLength: 2048 };
    const { privateKey, publicKey } = await generateKeyPair(this.#alg, { ...of, extractable: true });
    const kid = newId();
    const fresh = { kid, alg: this.#alg, use: 'sig' };
    return {
      kid,
      private_jwk: JSON.stringify({ ...(await exportJWK(privateKey)), ...fresh }),
      public_jwk: JSON.stringify({ ...(await exportJWK(publicKey)), ...fresh }),
    };
  }

  /** The newest that is not too old, or else the one that is given: another process may have been first. */
  #take(
    made: { kid: string; private_jwk: string; public_jwk: string } | undefined,
  ): Promise<{ kid: string; private_jwk: string } | undefined> {
    return this.#database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${this.#lockName}, 0))`.execute(transaction);
      await transaction
        .updateTable(this.#table)
        .set({ retired_at: sql<Date>`now()` })
        .where('retired_at', 'is', null)
        .where('created_at', '<', sql<Date>`now() - ${this.#maxAgeDays} * interval '1 day'`)
        .execute();
      const newest = await transaction
        .selectFrom(this.#table)
        .select(['kid', 'private_jwk'])
        .where('retired_at', 'is', null)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (newest || !made) return newest;
      return transaction
        .insertInto(this.#table)
        .values({ ...made, retired_at: null })
        .returning(['kid', 'private_jwk'])
        .executeTakeFirstOrThrow();
    });
  }
}
