import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oidc from 'openid-client';
import { json, outcome, PASSWORD } from './people.ts';
import { CALLBACK, HERE, isInvalidGrant, startApps } from './start-apps.ts';

let apps: Awaited<ReturnType<typeof startApps>>;
before(async () => {
  apps = await startApps();
});
after(() => apps?.site[Symbol.asyncDispose]());

test('a tool learns who somebody is, as OpenID Connect says, and can do nothing else', async () => {
  const { as, comeBack, describeAt, leave, site, tool } = apps;
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
  const { as, describeAt, leave, logIn, native, refusedSoon, site } = apps;
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

test('an app goes with all that it has when it is removed, and a code with the log-in that allowed it', async () => {
  const { as, comeBack, describeAt, leave, native, refusedSoon, register, site } = apps;
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
  const { site, tool } = apps;
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
