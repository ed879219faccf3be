import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { json, outcome } from './people.ts';
import { HERE, isInvalidGrant, LOOPBACK, startApps } from './start-apps.ts';

let apps: Awaited<ReturnType<typeof startApps>>;
before(async () => {
  apps = await startApps();
});
after(() => apps?.site[Symbol.asyncDispose]());

async function askToken(body: string | URLSearchParams, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(`${apps.site.service.url}/api/v1/oauth/token`, { method: 'POST', body, headers });
  return `${answer.status} ${(await json<{ error?: string }>(answer)).error ?? ''}`.trim();
}

test('a code that is shown again takes back what it gave', async () => {
  const { as, logIn, native, refusedSoon, site } = apps;
  const person = await site.register();
  const { config, back, checks, tokens } = await logIn(native, person);
  assert.equal(await as(tokens.access_token, '/me'), '200');
  await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), isInvalidGrant);
  await refusedSoon(tokens.access_token);
  await assert.rejects(oidc.refreshTokenGrant(config, `${tokens.refresh_token}`), isInvalidGrant);
});

test('a code is of use to nobody but who asked for it, in the way they asked, within a minute', async () => {
  const { comeBack, leave, native, register, site, tool } = apps;
  const person = await site.register();
  const other = await register({ name: 'Other', kind: 'native', redirectUris: [LOOPBACK] });
  const { url, back, checks, config } = await leave(native).then(async (way) => ({
    ...way,
    back: await comeBack(person, way.url),
  }));
  const good = {
    grant_type: 'authorization_code',
    client_id: native.id,
    code: `${back.searchParams.get('code')}`,
    redirect_uri: HERE,
    code_verifier: checks.pkceCodeVerifier,
  };
  const { code_verifier: _verifier, ...unproved } = good;
  const attempts = {
    'with another verifier': { ...good, code_verifier: oidc.randomPKCECodeVerifier() },
    'with the challenge as verifier': { ...good, code_verifier: `${url.searchParams.get('code_challenge')}` },
    'without a verifier': unproved,
    'for another address': { ...good, redirect_uri: LOOPBACK },
    'by another app': { ...good, client_id: other.id },
    'that was guessed': { ...good, code: 'code_x' },
  };
  for (const [what, fields] of Object.entries(attempts))
    assert.equal(await askToken(new URLSearchParams(fields)), '400 invalid_grant', what);
  const known = { ...good, client_id: tool.id };
  assert.equal(await askToken(new URLSearchParams(known)), '401 invalid_client', 'a tool without its secret');
  assert.equal(await askToken(new URLSearchParams({ ...known, client_secret: 'app_x' })), '401 invalid_client');
  assert.equal(await askToken(new URLSearchParams({ ...good, client_secret: 'x' })), '401 invalid_client');
  assert.ok((await oidc.authorizationCodeGrant(config, back, checks)).access_token, 'none of that has used it up');

  const late = await leave(native);
  const over = await comeBack(person, late.url);
  await site.rows(`update app_codes set expires_at = now() where account_id = '${person.id}' returning app_id`);
  await assert.rejects(oidc.authorizationCodeGrant(late.config, over, late.checks), isInvalidGrant);
});

test('nobody adds a verifier to a question that was asked without one', async () => {
  const { comeBack, leave, site, tool } = apps;
  const person = await site.register();
  const { config, url, checks } = await leave(tool);
  for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name);
  const back = await comeBack(person, url);
  await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), isInvalidGrant);
  const { expectedState } = checks;
  assert.ok((await oidc.authorizationCodeGrant(config, back, { expectedState })).id_token, 'its secret is enough');
});

test('a refresh token is of use to its app alone, and a late repeat ends what it belongs to', async () => {
  const { clientOf, logIn, native, refusedSoon, register, site } = apps;
  const person = await site.register();
  const other = await register({ name: 'Other', kind: 'native', redirectUris: [LOOPBACK] });
  const { config, tokens } = await logIn(native, person);
  const refreshToken = `${tokens.refresh_token}`;
  await assert.rejects(oidc.refreshTokenGrant(await clientOf(other), refreshToken), isInvalidGrant);
  assert.equal(
    await outcome(site.ask('POST', '/tokens/refresh', { refreshToken })),
    '401 identity.refresh_token_invalid',
    'not without an app either',
  );
  await oidc.tokenRevocation(await clientOf(other), refreshToken);
  const next = await oidc.refreshTokenGrant(config, refreshToken);
  await site.rows(
    `update refresh_tokens set replaced_at = now() - interval '2 minutes' where replaced_at is not null returning 1`,
  );
  await assert.rejects(oidc.refreshTokenGrant(config, refreshToken), isInvalidGrant);
  await refusedSoon(next.access_token);
  await assert.rejects(oidc.refreshTokenGrant(config, `${next.refresh_token}`), isInvalidGrant);

  const leaving = await logIn(native, person);
  await oidc.tokenRevocation(leaving.config, `${leaving.tokens.refresh_token}`);
  await refusedSoon(leaving.tokens.access_token);
});

test('forms are read as OAuth says', async () => {
  const { native, tool } = apps;
  const basic = `Basic ${Buffer.from(`${tool.id}:${tool.clientSecret}`).toString('base64')}`;
  const asked = (body: string, authorization = basic) =>
    askToken(body, { 'content-type': 'application/x-www-form-urlencoded', authorization });
  assert.equal(await asked('grant_type=password'), '400 unsupported_grant_type');
  assert.equal(await asked(''), '400 invalid_request');
  assert.equal(await asked('grant_type=x&grant_type=y'), '400 invalid_request');
  assert.equal(await asked(`grant_type=x&client_secret=${tool.clientSecret}`), '400 invalid_request');
  assert.equal(await asked(`grant_type=x&client_id=${native.id}`), '400 invalid_request');
  assert.equal(await asked('grant_type=refresh_token&refresh_token=%00'), '400 invalid_request');
  assert.equal(await asked('grant_type=x', `Basic ${Buffer.from('%:%').toString('base64')}`), '401 invalid_client');
  assert.equal(await asked('grant_type=x', 'Basic !'), '401 invalid_client');
});
