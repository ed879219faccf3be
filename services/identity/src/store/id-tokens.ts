import type { Database } from '@kinora/ports';
import { type JWK, SignJWT } from 'jose';
import { KeyRing } from './key-ring.ts';
import type { IdentityTables } from './tables.ts';

const ID_TOKEN_S = 300;

/** Who somebody is, for the app that asks (OpenID Connect Core §2). No service of ours takes them. */
export class IdTokens {
  readonly #ring: KeyRing;

  constructor(options: { database: Database<IdentityTables>; maxAgeDays: number }) {
    this.#ring = new KeyRing({ ...options, table: 'id_token_keys', alg: 'RS256' });
  }

  publicKeys(): Promise<JWK[]> {
    return this.#ring.publicKeys();
  }

  async sign(of: {
    issuer: string;
    appId: string;
    accountId: string;
    nonce: string | null;
    authenticatedAt: Date;
    claims: Record<string, unknown>;
  }): Promise<string> {
    const { kid, key } = await this.#ring.current();
    return new SignJWT({
      ...of.claims,
      auth_time: Math.floor(of.authenticatedAt.getTime() / 1000),
      ...(of.nonce === null ? {} : { nonce: of.nonce }),
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setSubject(of.accountId)
      .setIssuer(of.issuer)
      .setAudience(of.appId)
      .setIssuedAt()
      .setExpirationTime(`${ID_TOKEN_S}s`)
      .sign(key);
  }
}
