import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { json, outcome } from './people.ts';
import { CALLBACK, paramsOf, startApps } from './start-apps.ts';

let apps: Awaited<ReturnType<typeof startApps>>;
before(async () => {
  apps = await startApps();
});
after(() => apps?.site[Symbol.asyncDispose]());

test('who is not known, or wants to go elsewhere, is sent nowhere', async () => {
  const { allow, describeAt, leave, native, site, tool } = apps;
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
  const { comeBack, describeAt, leave, native, site } = apps;
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
  const { comeBack, describeAt, leave, site, tool } = apps;
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
  const { leave, logIn, native, site, tool } = apps;
  const person = await site.register();
  const { url } = await leave(tool);
  const body = { params: paramsOf(url), allow: true };
  const byCookie = site.ask('POST', '/oauth/authorization', body, { cookie: person.cookie });
  assert.equal(await outcome(byCookie), '401 kernel.unauthenticated');
  const { tokens } = await logIn(native, person);
  const byApp = site.ask('POST', '/oauth/authorization', body, { authorization: `Bearer ${tokens.access_token}` });
  assert.equal(await outcome(byApp), '403 kernel.scope_missing');
});
