import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_ISSUER, ACCESS_TOKEN_TYPE } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { type JWK, SignJWT } from 'jose';
import { KeyRing } from './key-ring.ts';
import type { IdentityTables } from './tables.ts';

export const ACCESS_TOKEN_S = 300;

/** Keys that sign access tokens. */
export class SigningKeys {
  readonly #ring: KeyRing;

  constructor(options: { database: Database<IdentityTables>; maxAgeDays: number }) {
    this.#ring = new KeyRing({ ...options, table: 'signing_keys', alg: 'EdDSA' });
  }

  publicKeys(): Promise<JWK[]> {
    return this.#ring.publicKeys();
  }

  rotate(): Promise<void> {
    return this.#ring.rotate();
  }

  async sign(claims: {
    accountId: string;
    sessionId: string;
    role: string;
    epoch: number;
    name: string;
    /** Of an app; without it the token opens all that the account may. */
    app?: { id: string; scopes: string } | undefined;
    historyPaused: boolean;
  }): Promise<{ token: string; expiresAt: Date }> {
    const { kid, key } = await this.#ring.current();
    const expiresAt = new Date(Math.floor(Date.now() / 1000) * 1000 + ACCESS_TOKEN_S * 1000);
    const token = await new SignJWT({
      sid: claims.sessionId,
      role: claims.role,
      epoch: claims.epoch,
      name: claims.name,
      ...(claims.app ? { client_id: claims.app.id, scope: claims.app.scopes } : {}),
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
}
