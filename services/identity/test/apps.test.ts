import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

const CALLBACK = 'https://wiki.example.org/callback';
const LOOPBACK = 'http://127.0.0.1/callback';
const HERE = 'http://127.0.0.1:49152/callback';

let site: TestSite;
let tool: App;
let native: App;
before(async () => {
  site = await startSite();
  tool = await register({ name: 'Wiki', kind: 'tool', redirectUris: [CALLBACK] });
  native = await register({ name: 'Films', kind: 'native', redirectUris: [LOOPBACK, 'org.example.films:/callback'] });
});
after(() => site?.[Symbol.asyncDispose]());

interface App {
  id: string;
  clientSecret: string | null;
}

async function register(app: Record<string, unknown>): Promise<App> {
  const answer = await site.admin.ask('POST', '/admin/apps', app);
  assert.equal(answer.status, 201, await answer.clone().text());
  return json<App>(answer);
}

/** As a program that we did not write knows this site. */
function clientOf(app: App): Promise<oidc.Configuration> {
  const proof = app.clientSecret ? oidc.ClientSecretBasic(app.clientSecret) : oidc.None();
  return oidc.discovery(new URL(site.service.url), app.id, undefined, proof, { execute: [oidc.allowInsecureRequests] });
}

interface Way {
  config: oidc.Configuration;
  url: URL;
  checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce?: string };
}

async function leave(app: App, more: Record<string, string> = {}): Promise<Way> {
  const config = await clientOf(app);
  const pkceCodeVerifier = oidc.randomPKCECodeVerifier();
  const state = oidc.randomState();
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: app === native ? HERE : CALLBACK,
    scope: app === native ? 'read upload' : 'openid profile email',
    code_challenge: await oidc.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state,
    ...more,
  });
  const checks = { pkceCodeVerifier, expectedState: state, ...(more.nonce ? { expectedNonce: more.nonce } : {}) };
  return { config, url, checks };
}

const paramsOf = (url: URL) => Object.fromEntries(url.searchParams);

/** As the page does it. */
const allow = (person: TestPerson, url: URL, more: { allow?: boolean; params?: Record<string, string> } = {}) =>
  person.ask('POST', '/oauth/authorization', {
    params: { ...paramsOf(url), ...more.params },
    allow: more.allow ?? true,
  });

async function comeBack(person: TestPerson, url: URL, more: Parameters<typeof allow>[2] = {}): Promise<URL> {
  const answer = await allow(person, url, more);
  assert.equal(answer.status, 200, await answer.clone().text());
  return new URL((await json<{ redirectTo: string }>(answer)).redirectTo);
}

async function logIn(app: App, person: TestPerson, more: Record<string, string> = {}) {
  const way = await leave(app, more);
  const back = await comeBack(person, way.url);
  return { ...way, back, tokens: await oidc.authorizationCodeGrant(way.config, back, way.checks) };
}

const describeAt = (url: URL, ask: (method: string, path: string) => Promise<Response> = site.ask) =>
  ask('GET', `/oauth/authorization?${url.searchParams}`);
const as = (token: string, path: string) =>
  outcome(site.ask('GET', path, undefined, { authorization: `Bearer ${token}` }));
const form = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${site.service.url}/api/v1/oauth/${path}`, { method: 'POST', body: new URLSearchParams(fields), headers });
const oauthOutcome = async (asked: Promise<Response>) => {
  const answer = await asked;
  return `${answer.status} ${(await json<{ error?: string }>(answer)).error ?? ''}`.trim();
};
const isInvalidGrant = { error: 'invalid_grant' };

test('a tool learns who somebody is, as OpenID Connect says, and can do nothing else', async () => {
  const person = await site.register();
  const nonce = oidc.randomNonce();
  const way = await leave(tool, { nonce });
  const shown = await json<{ app: object; scopes: string[]; allowed: boolean }>(await describeAt(way.url, person.ask));
  assert.deepEqual(shown.app, { name: 'Wiki', kind: 'tool', host: 'wiki.example.org' });
  assert.deepEqual([shown.scopes, shown.allowed], [['openid', 'profile', 'email'], false]);
  const back = await comeBack(person, way.url);
  assert.equal(`${back.origin}${back.pathname}`, CALLBACK);
  const tokens = await oidc.authorizationCodeGrant(way.config, back, way.checks);
  const claims = tokens.claims();
  assert.deepEqual([claims?.sub, claims?.email, claims?.nonce], [person.id, person.email, nonce]);
  assert.equal(tokens.refresh_token, undefined);
  const known = await oidc.fetchUserInfo(way.config, tokens.access_token, person.id);
  assert.deepEqual([known.email, known.email_verified], [person.email, false]);
  for (const path of ['/me', '/sessions', '/me/tokens', '/instance'])
    assert.equal(await as(tokens.access_token, path), '403 kernel.scope_missing', path);

  const again = await leave(tool, { prompt: 'none' });
  const { redirectTo, allowed } = await json<{ redirectTo: null; allowed: boolean }>(
    await describeAt(again.url, person.ask),
  );
  assert.deepEqual([redirectTo, allowed], [null, true], 'who has allowed it is not asked again');
});

test('a native app gets tokens that do what was allowed, and refreshes them without a cookie', async () => {
  const person = await site.register();
  const { config, tokens } = await logIn(native, person);
  assert.equal(await as(tokens.access_token, '/me'), '200');
  assert.equal(await as(tokens.access_token, '/sessions'), '403 kernel.scope_missing');
  assert.equal(await as(tokens.access_token, '/admin/accounts'), '403 kernel.scope_missing');
  const next = await oidc.refreshTokenGrant(config, `${tokens.refresh_token}`);
  assert.notEqual(next.refresh_token, tokens.refresh_token);
  assert.equal(await as(next.access_token, '/me'), '200');

  const again = await json<{ allowed: boolean }>(await describeAt((await leave(native)).url, person.ask));
  assert.equal(again.allowed, false, 'another app may have taken its name: each time somebody is asked');
  const listed = await json<{ items: { name: string; scopes: string[] }[] }>(await person.ask('GET', '/me/apps'));
  assert.deepEqual(
    listed.items.map(({ name, scopes }) => [name, scopes]),
    [['Films', ['read', 'upload']]],
  );
  const { items: sessions } = await json<{ items: unknown[] }>(await person.ask('GET', '/sessions'));
  assert.equal(sessions.length, 1, 'it is in no list of devices');
  assert.equal(await outcome(site.admin.ask('DELETE', `/me/apps/${native.id}`)), '404 identity.app_not_found');
  assert.equal(await outcome(person.ask('DELETE', `/me/apps/${native.id}`)), '204');
  await refusedSoon(next.access_token);
  await assert.rejects(oidc.refreshTokenGrant(config, `${next.refresh_token}`), isInvalidGrant);
});

test('a code that is shown again takes back what it gave', async () => {
  const person = await site.register();
  const { config, back, checks, tokens } = await logIn(native, person);
  assert.equal(await as(tokens.access_token, '/me'), '200');
  await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), isInvalidGrant);
  await refusedSoon(tokens.access_token);
  await assert.rejects(oidc.refreshTokenGrant(config, `${tokens.refresh_token}`), isInvalidGrant);
});

test('a code is of use to nobody but who asked for it, in the way they asked, within a minute', async () => {
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
    assert.equal(await oauthOutcome(form('token', fields)), '400 invalid_grant', what);
  const known = { ...good, client_id: tool.id };
  assert.equal(await oauthOutcome(form('token', known)), '401 invalid_client', 'a tool without its secret');
  assert.equal(await oauthOutcome(form('token', { ...known, client_secret: 'app_x' })), '401 invalid_client');
  assert.equal(await oauthOutcome(form('token', { ...good, client_secret: 'x' })), '401 invalid_client');
  assert.ok((await oidc.authorizationCodeGrant(config, back, checks)).access_token, 'none of that has used it up');

  const late = await leave(native);
  const over = await comeBack(person, late.url);
  await site.rows(`update app_codes set expires_at = now() where account_id = '${person.id}' returning app_id`);
  await assert.rejects(oidc.authorizationCodeGrant(late.config, over, late.checks), isInvalidGrant);
});

test('nobody adds a verifier to a question that was asked without one', async () => {
  const person = await site.register();
  const { config, url, checks } = await leave(tool);
  for (const name of ['code_challenge', 'code_challenge_method']) url.searchParams.delete(name);
  const back = await comeBack(person, url);
  await assert.rejects(oidc.authorizationCodeGrant(config, back, checks), isInvalidGrant);
  const { expectedState } = checks;
  assert.ok((await oidc.authorizationCodeGrant(config, back, { expectedState })).id_token, 'its secret is enough');
});

test('who is not known, or wants to go elsewhere, is sent nowhere', async () => {
  const person = await site.register();
  const { url } = await leave(tool);
  const REDIRECT = '422 identity.app_redirect_unknown';
  const attempts = [
    [{ client_id: 'nobody' }, '422 identity.app_unknown'],
    [{ client_id: native.id }, REDIRECT],
    [{ redirect_uri: 'https://evil.example/callback' }, REDIRECT],
    [{ redirect_uri: `${CALLBACK}?more` }, REDIRECT],
    [{ redirect_uri: CALLBACK.replace('https', 'http') }, REDIRECT],
    [{ redirect_uri: CALLBACK.replace('wiki', 'wiki.example.org@evil') }, REDIRECT],
    [{ redirect_uri: '//evil.example' }, REDIRECT],
    [{ redirect_uri: 'javascript:alert(1)' }, REDIRECT],
    [{ redirect_uri: '' }, REDIRECT],
  ] as const;
  for (const [params, expected] of attempts) {
    const changed = new URL(url);
    for (const [name, value] of Object.entries(params)) changed.searchParams.set(name, value);
    const what = JSON.stringify(params);
    assert.equal(await outcome(describeAt(changed)), expected, what);
    assert.equal(await outcome(allow(person, url, { params })), expected, what);
    assert.equal(await outcome(allow(person, url, { params, allow: false })), expected, what);
  }
});

test('what cannot be asked goes back to the app as an error, and gives no code', async () => {
  const person = await site.register();
  const { url } = await leave(native);
  const attempts = [
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ response_mode: 'fragment' }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short' }, 'invalid_request'],
    [{ scope: 'everything' }, 'invalid_scope'],
    [{ request: 'x.y.z' }, 'request_not_supported'],
    [{ request_uri: 'https://evil.example/' }, 'request_uri_not_supported'],
    [{ scope: 'admin' }, 'invalid_scope'],
  ] as const;
  for (const [params, error] of attempts) {
    const back = await comeBack(person, url, { params });
    const { state, iss, ...rest } = paramsOf(back);
    assert.deepEqual(rest, { error }, JSON.stringify(params));
    assert.deepEqual([state, iss], [url.searchParams.get('state'), site.service.url]);
  }
  const bare = new URL(url);
  for (const name of ['code_challenge', 'code_challenge_method']) bare.searchParams.delete(name);
  assert.equal((await comeBack(person, bare)).searchParams.get('error'), 'invalid_request', 'without a challenge');
  assert.equal((await comeBack(person, url, { allow: false })).searchParams.get('error'), 'access_denied');
  const silent = (await leave(native, { prompt: 'none' })).url;
  const redirected = async (asked: Promise<Response>) =>
    new URL((await json<{ redirectTo: string }>(await asked)).redirectTo).searchParams.get('error');
  assert.equal(await redirected(describeAt(silent)), 'login_required');
  assert.equal(await redirected(describeAt(silent, person.ask)), 'consent_required');
});

test('an app that wants a new log-in gets no code for an old one', async () => {
  const person = await site.register();
  const { config, url, checks } = await leave(tool, { prompt: 'login' });
  const asked = async (way: URL) =>
    json<{ redirectTo: string | null; logInAgain: boolean }>(await describeAt(way, person.ask));
  assert.equal((await asked(url)).logInAgain, false, 'they have just come in');
  const tokens = await oidc.authorizationCodeGrant(config, await comeBack(person, url), { ...checks, maxAge: 60 });
  assert.ok(tokens.claims()?.auth_time);

  await site.rows(
    `update sessions set created_at = now() - interval '10 minutes' where account_id = '${person.id}' returning 1`,
  );
  const late = [url, (await leave(tool, { max_age: '300' })).url, (await leave(tool, { max_age: '0' })).url];
  for (const way of late) {
    assert.equal((await asked(way)).logInAgain, true);
    assert.equal((await comeBack(person, way)).searchParams.get('error'), 'login_required');
  }
  const silent = (await asked((await leave(tool, { max_age: '300', prompt: 'none' })).url)).redirectTo;
  assert.equal(new URL(`${silent}`).searchParams.get('error'), 'login_required');
  assert.equal((await asked((await leave(tool, { max_age: '900' })).url)).logInAgain, false);
});

test('nobody is made to allow anything: not by another site, nor by a token or an app', async () => {
  const person = await site.register();
  const { url } = await leave(tool);
  const body = { params: paramsOf(url), allow: true };
  const byCookie = site.ask('POST', '/oauth/authorization', body, { cookie: person.cookie });
  assert.equal(await outcome(byCookie), '401 kernel.unauthenticated');
  const { tokens } = await logIn(native, person);
  const byApp = site.ask('POST', '/oauth/authorization', body, { authorization: `Bearer ${tokens.access_token}` });
  assert.equal(await outcome(byApp), '403 kernel.scope_missing');
});

test('a refresh token is of use to its app alone, and a late repeat ends what it belongs to', async () => {
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

test('an app goes with all that it has when it is removed, and a code with the log-in that allowed it', async () => {
  const person = await site.register();
  const doomed = await register({ name: 'Doomed', kind: 'native', redirectUris: [HERE] });
  const way = await leave(doomed, { redirect_uri: HERE, scope: 'read' });
  const tokens = await oidc.authorizationCodeGrant(way.config, await comeBack(person, way.url), way.checks);
  assert.equal(await as(tokens.access_token, '/me'), '200');
  assert.equal(await outcome(site.admin.ask('DELETE', `/admin/apps/${doomed.id}`)), '204');
  await refusedSoon(tokens.access_token);
  assert.equal(await outcome(describeAt(way.url)), '422 identity.app_unknown');
  const { items } = await json<{ items: { act: string }[] }>(
    await site.admin.ask('GET', '/admin/audit?act=app.removed'),
  );
  assert.equal(items.length, 1);

  const ending = await leave(native);
  const back = await comeBack(person, ending.url);
  assert.equal(await outcome(site.ask('DELETE', '/sessions/current', undefined, { cookie: person.cookie })), '204');
  await assert.rejects(oidc.authorizationCodeGrant(ending.config, back, ending.checks), isInvalidGrant);
});

test('administrators alone register apps, and only with addresses that people can be sent to', async () => {
  const person = await site.register();
  const wish = { name: 'Mine', kind: 'tool', redirectUris: [CALLBACK] };
  assert.equal(await outcome(person.ask('POST', '/admin/apps', wish)), '403 kernel.forbidden');
  for (const redirectUris of [['javascript:alert(1)'], [], ['https://a.example/#x'], [CALLBACK, 'nowhere']])
    assert.equal(
      await outcome(site.admin.ask('POST', '/admin/apps', { ...wish, redirectUris })),
      '422 kernel.validation_failed',
    );
  const { token } = await json<{ token: string }>(
    await site.admin.ask('POST', '/me/tokens', {
      name: 'x',
      scopes: ['admin'],
      days: 30,
      proof: { password: PASSWORD },
    }),
  );
  const listed = await site.ask('GET', '/admin/apps', undefined, { authorization: `Bearer ${token}` });
  assert.ok(!(await listed.text()).includes(`${tool.clientSecret}`));
  const asked = site.ask('POST', '/admin/apps', wish, { authorization: `Bearer ${token}` });
  assert.equal(await outcome(asked), '403 kernel.scope_missing');
});

test('forms are read as OAuth says', async () => {
  const basic = `Basic ${Buffer.from(`${tool.id}:${tool.clientSecret}`).toString('base64')}`;
  const asked = (body: string, authorization = basic) =>
    oauthOutcome(
      fetch(`${site.service.url}/api/v1/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
        body,
      }),
    );
  assert.equal(await asked('grant_type=password'), '400 unsupported_grant_type');
  assert.equal(await asked(''), '400 invalid_request');
  assert.equal(await asked('grant_type=x&grant_type=y'), '400 invalid_request');
  assert.equal(await asked(`grant_type=x&client_secret=${tool.clientSecret}`), '400 invalid_request');
  assert.equal(await asked(`grant_type=x&client_id=${native.id}`), '400 invalid_request');
  assert.equal(await asked('grant_type=refresh_token&refresh_token=%00'), '400 invalid_request');
  assert.equal(await asked('grant_type=x', `Basic ${Buffer.from('%:%').toString('base64')}`), '401 invalid_client');
  assert.equal(await asked('grant_type=x', 'Basic !'), '401 invalid_client');
});

async function refusedSoon(token: string): Promise<void> {
  const until = Date.now() + 1000;
  let last = '';
  while (Date.now() < until) {
    last = await as(token, '/me');
    if (last.startsWith('401')) return;
  }
  assert.equal(last, '401', 'within a second');
}
