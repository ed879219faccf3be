import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_ISSUER, ACCESS_TOKEN_TYPE, newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { sql } from 'kysely';
import type { IdentityTables } from './tables.ts';

export const ACCESS_TOKEN_S = 300;
/** A new key is published this long before it signs, so that every process knows it. */
const RELOAD_MS = 60_000;

interface SigningKey {
  kid: string;
  key: CryptoKey;
}

/** Keys that sign access tokens. One signs; the older ones stay in the JWKS until their tokens have expired. */
export class SigningKeys {
  readonly #database: Database<IdentityTables>;
  readonly #maxAgeDays: number;
  #current: SigningKey | undefined;
  #loadedAt = 0;

  constructor(options: { database: Database<IdentityTables>; maxAgeDays: number }) {
    this.#database = options.database;
    this.#maxAgeDays = options.maxAgeDays;
  }

  async publicKeys(): Promise<JWK[]> {
    const rows = await this.#database.query
      .selectFrom('signing_keys')
      .select('public_jwk')
      .where((eb) => eb.or([eb('retired_at', 'is', null), eb('retired_at', '>', sql<Date>`now() - interval '1 hour'`)]))
      .orderBy('created_at', 'desc')
      .limit(10)
      .execute();
    return rows.map((row) => row.public_jwk as unknown as JWK);
  }

  async sign(claims: {
    accountId: string;
    sessionId: string;
    role: string;
    epoch: number;
    name: string;
    historyPaused: boolean;
  }): Promise<{ token: string; expiresAt: Date }> {
    const { kid, key } = await this.#signingKey();
    const expiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + ACCESS_TOKEN_S * 1000);
    const token = await new SignJWT({
      sid: claims.sessionId,
      role: claims.role,
      epoch: claims.epoch,
      name: claims.name,
      ...(claims.historyPaused ? { history: 'paused' } : {}),
    })
      .setProtectedHeader({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid })
      .setSubject(claims.accountId)
      .setIssuer(ACCESS_TOKEN_ISSUER)
      .setAudience(ACCESS_TOKEN_AUDIENCE)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(key);
    return { token, expiresAt };
  }

  /** Retires the signing key and makes another: on a schedule, or when one may have leaked. */
  async rotate(): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))`.execute(transaction);
      await transaction
        .updateTable('signing_keys')
        .set({ retired_at: sql<Date>`now()` })
        .where('retired_at', 'is', null)
        .execute();
    });
    this.#loadedAt = 0;
    await this.#signingKey();
  }

  async #signingKey(): Promise<SigningKey> {
    if (this.#current && Date.now() - this.#loadedAt < RELOAD_MS) return this.#current;
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const kid = newId();
    const fresh = { kid, alg: 'EdDSA', use: 'sig' };
    const privateJwk = { ...(await exportJWK(privateKey)), ...fresh };
    const publicJwk = { ...(await exportJWK(publicKey)), ...fresh };
    const row = await this.#database.transaction(async (transaction) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('identity.signing_keys', 0))`.execute(transaction);
      await transaction
        .updateTable('signing_keys')
        .set({ retired_at: sql<Date>`now()` })
        .where('retired_at', 'is', null)
        .where('created_at', '<', sql<Date>`now() - ${this.#maxAgeDays} * interval '1 day'`)
        .execute();
      const newest = await transaction
        .selectFrom('signing_keys')
        .select(['kid', 'private_jwk'])
        .where('retired_at', 'is', null)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (newest) return newest;
      return transaction
        .insertInto('signing_keys')
        .values({
          kid,
          private_jwk: JSON.stringify(privateJwk),
          public_jwk: JSON.stringify(publicJwk),
          retired_at: null,
        })
        .returning(['kid', 'private_jwk'])
        .executeTakeFirstOrThrow();
    });
    const key = (await importJWK(row.private_jwk as unknown as JWK, 'EdDSA')) as CryptoKey;
    this.#current = { kid: row.kid, key };
    this.#loadedAt = Date.now();
    return this.#current;
  }
}
