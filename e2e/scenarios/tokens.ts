import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { registerAccount, type TestPlatform } from '@kinora/testing';
import { decodeJwt, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const TYPE = 'at+jwt';

scenario('only an access token of ours, of the right kind and still valid, opens anything', async (platform) => {
  const { tokens } = await registerAccount(platform);
  const good = decodeJwt(tokens.accessToken);
  const { kid, privateJwk, publicJwk } = await signingKey(platform);
  const ours = await importJWK(privateJwk, 'EdDSA');
  const foreign = (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey;
  const sign = (claims: JWTPayload, header: Record<string, unknown> = {}, key = ours) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'EdDSA', typ: TYPE, kid, ...header }).sign(key);
  const now = Math.floor(Date.now() / 1000);
  const { exp: _exp, ...endless } = good;
  const { sid: _sid, ...sessionless } = good;
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const secret = new TextEncoder().encode(JSON.stringify(publicJwk));

  assert.equal(await tryToken(platform, await sign(good)), 200, 'the test signs as identity does');
  const [head = '', body = '', signature = ''] = tokens.accessToken.split('.');
  const forged: Record<string, string> = {
    nothing: '',
    garbage: 'a.b.c',
    'without a signature': `${head}.${body}.`,
    'with another signature': `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    'alg none': `${encode({ alg: 'none', typ: TYPE, kid })}.${body}.`,
    'HS256 with the public key': await new SignJWT(good)
      .setProtectedHeader({ alg: 'HS256', typ: TYPE, kid })
      .sign(secret),
    expired: await sign({ ...good, exp: now - 10 }),
    'without an end': await sign(endless),
    'without a session': await sign(sessionless),
    'for another audience': await sign({ ...good, aud: 'somebody' }),
    'of another issuer': await sign({ ...good, iss: 'https://evil.example' }),
    'of another kind': await sign(good, { typ: 'kinora-service+jwt' }),
    'signed by a stranger': await sign(good, {}, foreign),
    'with an unknown key': await sign(good, { kid: 'nobody' }, foreign),
    'with a path for a key': await sign(good, { kid: '../../../../etc/passwd' }, foreign),
    'with a foreign key set': await sign(good, { jku: 'http://127.0.0.1:1/jwks', kid: 'x' }, foreign),
    'a refresh token': tokens.refreshToken,
    "a service's token": await serviceToken(platform),
  };
  for (const [name, token] of Object.entries(forged)) assert.equal(await tryToken(platform, token), 401, name);
});

scenario('a token is refused by the service that it is shown to, whichever that is', async (platform) => {
  const token = await serviceToken(platform);
  for (const path of ['/me', '/me/channels', '/me/videos', '/admin/workers']) {
    assert.equal(await statusOf(request(`${platform.url}/api/v1${path}`, { token })), 401, path);
  }
  assert.equal(await statusOf(request(`${platform.url}/api/v1/uploads`, { token, method: 'POST' })), 401);
});

async function tryToken(platform: TestPlatform, token: string): Promise<number> {
  return statusOf(fetch(`${platform.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } }));
}

async function signingKey(platform: TestPlatform): Promise<{ kid: string; privateJwk: JWK; publicJwk: JWK }> {
  const [row] = await platform.query<{ kid: string; private_jwk: JWK; public_jwk: JWK }>(
    'select kid, private_jwk, public_jwk from identity.signing_keys where retired_at is null order by created_at desc limit 1',
  );
  assert.ok(row);
  return { kid: row.kid, privateJwk: row.private_jwk, publicJwk: row.public_jwk };
}

/** What the uploads service would show to videos. */
export async function serviceToken(
  platform: TestPlatform,
  options: { from?: string; to?: string; exp?: string } = {},
): Promise<string> {
  const { from = 'uploads', to = 'videos', exp = '5m' } = options;
  const jwk = JSON.parse(await readFile(join(platform.dataDir, 'keys', `${from}.private.json`), 'utf8')) as JWK;
  return new SignJWT({})
    .setProtectedHeader({ alg: 'EdDSA', typ: 'kinora-service+jwt' })
    .setIssuer(from)
    .setAudience(to)
    .setIssuedAt()
    .setExpirationTime(exp)
    .sign(await importJWK(jwk, 'EdDSA'));
}
