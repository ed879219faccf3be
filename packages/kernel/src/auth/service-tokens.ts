import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { kernelErrors } from '../errors/app-error.ts';

/** Proof of which service is calling: five minutes, signed with the caller's own key, for one callee. */
export interface ServiceTokens {
  issue(caller: string, callee: string): Promise<string>;
  /** Answers the caller, or throws `kernel.unauthenticated`. */
  verify(token: string, callee: string): Promise<string>;
}

const TYPE = 'kinora-service+jwt';
const LIFETIME_S = 300;
const REUSE_MS = 200_000;

/**
 * `directory` holds `NAME.private.json` for each service of this process (a container holds its own only) and
 * `NAME.public.json` for all that may call. Keys are Ed25519 JSON Web Keys.
 */
export async function openServiceTokens(directory: string): Promise<ServiceTokens> {
  const privateKeys = new Map<string, CryptoKey>();
  const publicKeys = new Map<string, CryptoKey>();
  for (const file of await readdir(directory)) {
    const match = /^([a-z-]+)\.(private|public)\.json$/.exec(file);
    if (!match?.[1]) continue;
    const key = (await importJWK(
      JSON.parse(await readFile(join(directory, file), 'utf8')) as JWK,
      'EdDSA',
    )) as CryptoKey;
    (match[2] === 'private' ? privateKeys : publicKeys).set(match[1], key);
  }
  const issued = new Map<string, { token: string; until: number }>();
  const verified = new Map<string, { caller: string; until: number }>();

  return {
    async issue(caller, callee) {
      const slot = `${caller}>${callee}`;
      const known = issued.get(slot);
      if (known && known.until > Date.now()) return known.token;
      const key = privateKeys.get(caller);
      if (!key) throw new Error(`There is no private key for the service ${caller} in ${directory}.`);
      const token = await new SignJWT({})
        .setProtectedHeader({ alg: 'EdDSA', typ: TYPE })
        .setIssuer(caller)
        .setAudience(callee)
        .setIssuedAt()
        .setExpirationTime(`${LIFETIME_S}s`)
        .sign(key);
      issued.set(slot, { token, until: Date.now() + REUSE_MS });
      return token;
    },

    async verify(token, callee) {
      const slot = `${callee}<${token}`;
      const known = verified.get(slot);
      if (known && known.until > Date.now()) return known.caller;
      try {
        const { payload } = await jwtVerify(
          token,
          (_header, jws) => {
            const claims = JSON.parse(Buffer.from(String(jws.payload), 'base64url').toString()) as { iss?: unknown };
            const key = typeof claims.iss === 'string' ? publicKeys.get(claims.iss) : undefined;
            if (!key) throw new Error('unknown issuer');
            return key;
          },
          { algorithms: ['EdDSA'], audience: callee, typ: TYPE, requiredClaims: ['iss', 'exp'] },
        );
        const caller = String(payload.iss);
        if (verified.size > 500) verified.clear();
        verified.set(slot, { caller, until: (payload.exp ?? 0) * 1000 });
        return caller;
      } catch (cause) {
        throw kernelErrors.unauthenticated({ cause });
      }
    },
  };
}

/** Makes the key pairs that are missing, for installations where all services share one machine. */
export async function ensureServiceKeys(directory: string, services: readonly string[]): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const present = new Set(await readdir(directory));
  for (const service of services) {
    if (present.has(`${service}.private.json`) && present.has(`${service}.public.json`)) continue;
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    await writeFile(join(directory, `${service}.private.json`), JSON.stringify(await exportJWK(privateKey)), {
      mode: 0o600,
    });
    await writeFile(join(directory, `${service}.public.json`), JSON.stringify(await exportJWK(publicKey)), {
      mode: 0o644,
    });
  }
}
