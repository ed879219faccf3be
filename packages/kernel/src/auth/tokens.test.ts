import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { ACCESS_TOKEN_AUDIENCE, ACCESS_TOKEN_ISSUER, ACCESS_TOKEN_TYPE, createAccessTokens } from './access-tokens.ts';
import { ensureServiceKeys, openServiceTokens } from './service-tokens.ts';

let privateKey: CryptoKey;
let publicJwk: JWK;
let revoked = false;
const tokens = createAccessTokens({
  fetchKeys: async () => [publicJwk],
  revocations: { isRevoked: () => revoked, onRevoked: () => {}, stop: async () => {} },
});

before(async () => {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  privateKey = pair.privateKey;
  publicJwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'EdDSA' };
});

function sign(
  overrides: { typ?: string; aud?: string; iss?: string; exp?: string; kid?: string; key?: CryptoKey } = {},
): Promise<string> {
  return new SignJWT({ sid: 's', role: 'creator', epoch: 1, name: 'Ann' })
    .setProtectedHeader({ alg: 'EdDSA', typ: overrides.typ ?? ACCESS_TOKEN_TYPE, kid: overrides.kid ?? 'k1' })
    .setSubject('a')
    .setIssuer(overrides.iss ?? ACCESS_TOKEN_ISSUER)
    .setAudience(overrides.aud ?? ACCESS_TOKEN_AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(overrides.exp ?? '5m')
    .sign(overrides.key ?? privateKey);
}

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('a good token says who is calling', async () => {
  const caller = await tokens.verify(await sign());
  assert.deepEqual([caller.accountId, caller.sessionId, caller.role, caller.epoch], ['a', 's', 'creator', 1]);
});

test('forged, foreign and stale tokens are refused', async () => {
  const good = await sign();
  const [header = '', payload = '', signature = ''] = good.split('.');
  const other = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
  const hs256 = `${encode({ alg: 'HS256', typ: ACCESS_TOKEN_TYPE, kid: 'k1' })}.${payload}`;
  const forged = {
    'alg none': `${encode({ alg: 'none', typ: ACCESS_TOKEN_TYPE, kid: 'k1' })}.${payload}.`,
    'HS256 with the public key': `${hs256}.${createHmac('sha256', JSON.stringify(publicJwk)).update(hs256).digest('base64url')}`,
    'a changed role': `${header}.${encode({ ...claims, role: 'admin' })}.${signature}`,
    'another key under our kid': await sign({ key: other.privateKey }),
    'a kid that is a path': await sign({ kid: '../../etc/passwd' }),
    'a foreign key by jku': `${encode({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid: 'x', jku: 'http://127.0.0.1:1/' })}.${payload}.${signature}`,
    'another audience': await sign({ aud: 'elsewhere' }),
    'another issuer': await sign({ iss: 'someone' }),
    'a token of another kind': await sign({ typ: 'kinora-service+jwt' }),
    expired: await sign({ exp: '-1m' }),
    'no token at all': 'x',
  };
  for (const [what, token] of Object.entries(forged)) {
    await assert.rejects(tokens.verify(token), { kind: 'unauthenticated' }, what);
  }
});

test('a revoked token is refused although it was verified before', async () => {
  const token = await sign();
  await tokens.verify(token);
  revoked = true;
  await assert.rejects(tokens.verify(token), { kind: 'unauthenticated' });
  revoked = false;
});

test('service tokens prove the caller to one callee only', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-keys-'));
  t.after(() => rm(directory, { recursive: true, force: true }));
  await ensureServiceKeys(directory, ['videos', 'playback']);
  const services = await openServiceTokens(directory);
  const token = await services.issue('videos', 'playback');
  assert.equal(await services.verify(token, 'playback'), 'videos');
  await assert.rejects(services.verify(token, 'videos'), { kind: 'unauthenticated' });
  await assert.rejects(services.verify(`${token.slice(0, -4)}AAAA`, 'playback'), { kind: 'unauthenticated' });
  await assert.rejects(services.verify(await sign(), 'playback'), { kind: 'unauthenticated' });
});

after(() => {
  revoked = false;
});
