import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { followToCallback, type OidcProvider, type ProviderPerson, startOidcProvider } from '@kinora/testing';
import { TOTP } from 'otpauth';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

let site: TestSite;
let provider: OidcProvider;
let providerId: string;
let callback: string;
before(async () => {
  site = await startSite({ OUTBOUND_ALLOW: '127.0.0.1/32' });
  const { redirectUri } = await json<{ redirectUri: string }>(await site.admin.ask('GET', '/admin/login-providers'));
  callback = redirectUri;
  provider = await startOidcProvider(redirectUri);
  const added = await add({ makesAccounts: true });
  assert.equal(added.status, 201, await added.clone().text());
  providerId = (await json<{ id: string }>(added)).id;
});
after(async () => {
  await site?.[Symbol.asyncDispose]();
  await provider?.[Symbol.asyncDispose]();
});

function add(more: Record<string, unknown> = {}): Promise<Response> {
  const { issuer, clientId, clientSecret } = provider;
  return site.admin.ask('POST', '/admin/login-providers', { name: 'Club', issuer, clientId, clientSecret, ...more });
}

const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Leaves for the provider as this person of it; answers the way back and what the browser keeps. */
async function leave(
  person: ProviderPerson,
  start = () => site.ask('POST', `/login-providers/${providerId}/start`, {}),
): Promise<{ back: string; cookie: string }> {
  await provider.become(person);
  const answer = await start();
  assert.equal(answer.status, 200, await answer.clone().text());
  const { url } = await json<{ url: string }>(answer);
  return { back: await followToCallback(url, callback), cookie: cookieOf(answer) };
}

/** Where the browser is sent in the end, and the session that it has then. */
async function comeBack(back: string, cookie: string): Promise<{ place: string; session: string | undefined }> {
  const answer = await fetch(back, { redirect: 'manual', headers: { cookie } });
  assert.equal(answer.status, 303, await answer.clone().text());
  const session = answer.headers.getSetCookie().find((line) => line.startsWith('kinora='));
  return { place: answer.headers.get('location') ?? '', session: session?.split(';')[0] };
}

async function whoIs(session: string | undefined): Promise<{ email: string; emailVerified: boolean }> {
  const answer = await site.ask('POST', '/tokens/access', {}, { cookie: session ?? '' });
  return (await json<{ account: { email: string; emailVerified: boolean } }>(answer)).account;
}

const problem = (code: string) => `/login?problem=identity.${code}`;
const startLink = (person: TestPerson) => () =>
  person.ask('POST', `/me/login-providers/${providerId}/start`, { password: PASSWORD });

test('whoever comes from the provider gets an account, and comes back to it', async () => {
  const person = { sub: 'ann', email: 'ann@club.example', email_verified: true, name: 'Ann of the club' };
  const first = await leave(person, () =>
    site.ask('POST', `/login-providers/${providerId}/start`, { next: '/studio?x=1' }),
  );
  const { place, session } = await comeBack(first.back, first.cookie);
  assert.equal(place, '/studio?x=1');
  assert.deepEqual((({ email, emailVerified }) => [email, emailVerified])(await whoIs(session)), [person.email, true]);
  // The provider's name for the person counts, whatever the address is by now.
  const second = await leave({ ...person, email: 'moved@club.example' });
  assert.equal((await whoIs((await comeBack(second.back, second.cookie)).session)).email, person.email);
});

test('the way back counts once, in the browser that left, with the state that was given', async () => {
  const person = { sub: 'bea', email: 'bea@club.example', email_verified: true };
  const { back, cookie } = await leave(person);
  const other = await leave(person);
  const lost = { place: problem('provider_way_lost'), session: undefined };
  assert.deepEqual(await comeBack(back, other.cookie), lost, 'another browser');
  assert.deepEqual(await comeBack(back, ''), lost, 'no browser of ours');
  const without = new URL(back);
  without.searchParams.delete('state');
  assert.deepEqual(await comeBack(without.href, cookie), lost, 'without a state');
  const foreign = new URL(back);
  foreign.searchParams.set('state', new URL(other.back).searchParams.get('state') ?? '');
  assert.deepEqual(await comeBack(foreign.href, cookie), lost, 'with the state of another');
  assert.ok((await comeBack(back, cookie)).session);
  assert.deepEqual(await comeBack(back, cookie), lost, 'it is replayed');
  const late = await leave(person);
  await site.rows('update identity.provider_attempts set expires_at = now()');
  assert.deepEqual(await comeBack(late.back, late.cookie), lost, 'it is late');
});

test('a code that was meant for another log-in is refused', async () => {
  const person = { sub: 'cid', email: 'cid@club.example', email_verified: true };
  const [mine, theirs] = [await leave(person), await leave({ ...person, sub: 'eve', email: 'eve@club.example' })];
  const injected = new URL(mine.back);
  injected.searchParams.set('code', new URL(theirs.back).searchParams.get('code') ?? '');
  assert.deepEqual(await comeBack(injected.href, mine.cookie), {
    place: problem('provider_refused'),
    session: undefined,
  });
});

test('a like address takes nobody\u2019s account; it is linked by who is logged in, with the password', async () => {
  const victim = await site.register('dora@club.example');
  const taker = { sub: 'taker', email: victim.email, email_verified: true };
  const tried = await leave(taker);
  assert.deepEqual(await comeBack(tried.back, tried.cookie), {
    place: problem('provider_link_first'),
    session: undefined,
  });
  const wrong = victim.ask('POST', `/me/login-providers/${providerId}/start`, { password: 'a wrong guess' });
  assert.equal(await outcome(wrong), '422 identity.wrong_password');
  const linking = await leave(taker, startLink(victim));
  const out = await comeBack(linking.back, linking.cookie);
  assert.equal(out.place, '/settings/security?problem=identity.no_session', 'nobody is logged in there');
  const again = await leave(taker, startLink(victim));
  const done = await comeBack(again.back, `${again.cookie}; ${victim.cookie}`);
  assert.equal(done.place, '/settings/security');
  const { items } = await json<{ items: { linkedAt: string | null }[] }>(
    await victim.ask('GET', '/me/login-providers'),
  );
  assert.ok(items[0]?.linkedAt);
  const logged = await leave(taker);
  assert.equal((await whoIs((await comeBack(logged.back, logged.cookie)).session)).email, victim.email);
  const other = await site.register();
  const stolen = await leave(taker, startLink(other));
  const refused = await comeBack(stolen.back, `${stolen.cookie}; ${other.cookie}`);
  assert.equal(refused.place, '/settings/security?problem=identity.provider_link_taken');
  const crossed = await leave({ sub: 'crossed' }, startLink(other));
  const notMine = await comeBack(crossed.back, `${crossed.cookie}; ${victim.cookie}`);
  assert.equal(notMine.place, '/settings/security?problem=identity.no_session', 'somebody else is logged in there');
  const path = `/me/login-providers/${providerId}/removal`;
  assert.equal(await outcome(victim.ask('POST', path, {})), '422 kernel.validation_failed');
  assert.equal(await outcome(other.ask('POST', path, { password: PASSWORD })), '404 identity.provider_not_found');
  assert.equal(await outcome(victim.ask('POST', path, { password: PASSWORD })), '204');
  const gone = await leave(taker);
  assert.equal((await comeBack(gone.back, gone.cookie)).place, problem('provider_link_first'));
});

test('an address that the provider has not proved makes no account', async () => {
  const { back, cookie } = await leave({ sub: 'flo', email: 'flo@club.example', email_verified: false });
  assert.deepEqual(await comeBack(back, cookie), { place: problem('provider_email_missing'), session: undefined });
});

test('who has an app is asked for its code after the provider', async () => {
  const victim = await site.register();
  const linking = await leave({ sub: 'gus' }, startLink(victim));
  await comeBack(linking.back, `${linking.cookie}; ${victim.cookie}`);
  const { secret } = await json<{ secret: string }>(await victim.ask('POST', '/me/totp', { password: PASSWORD }));
  await victim.ask('POST', '/me/totp/confirmation', { code: new TOTP({ secret }).generate() });
  const { back, cookie } = await leave({ sub: 'gus' });
  const { place, session } = await comeBack(back, cookie);
  assert.equal(session, undefined);
  const [, challenge = ''] = /^\/login\?next=%2F#(challenge_[\w-]+)$/.exec(place) ?? assert.fail(place);
  const code = new TOTP({ secret }).generate({ timestamp: Date.now() + 30_000 });
  assert.equal(await outcome(site.ask('POST', '/sessions/second-step', { challenge, code })), '201');
});

test('places elsewhere are none to go on to, and other sites start nothing', async () => {
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'javascript:1',
  ]) {
    const person = { sub: 'ann', email: 'ann@club.example', email_verified: true };
    const { back, cookie } = await leave(person, () =>
      site.ask('POST', `/login-providers/${providerId}/start`, { next }),
    );
    assert.equal((await comeBack(back, cookie)).place, '/', next);
  }
  const foreign = site.ask('POST', `/login-providers/${providerId}/start`, {}, { origin: 'https://evil.example' });
  assert.equal(await outcome(foreign), '403 identity.wrong_origin');
});

test('a provider is added by administrators where one answers, not within a network; its secret is kept sealed', async (t) => {
  const unreachable = '422 identity.provider_unreachable';
  const person = await site.register();
  const { issuer, clientId, clientSecret } = provider;
  const fields = { name: 'Mine', issuer, clientId, clientSecret };
  assert.equal(await outcome(person.ask('POST', '/admin/login-providers', fields)), '403 kernel.forbidden');
  let asked = 0;
  const server = createServer((_request, response) => {
    asked++;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.2', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  for (const inside of [
    `http://127.0.0.2:${port}`,
    'https://169.254.169.254',
    'http://[::ffff:10.0.0.1]',
    'http://0x7f000001:1',
  ])
    assert.equal(await outcome(add({ issuer: inside })), unreachable, inside);
  assert.equal(asked, 0, 'nothing is asked within the network');
  const shown = await site.admin.ask('GET', '/admin/login-providers');
  assert.ok(!(await shown.text()).includes(clientSecret));
  const stored = await site.rows<{ text: string }>(
    `select encode(secret_sealed, 'escape') as text from identity.providers`,
  );
  assert.ok(stored.length > 0 && !stored.some(({ text }) => text.includes(clientSecret)));
});

test('where no accounts are made, only who has one comes in', async () => {
  const { id } = await json<{ id: string }>(await add({ name: 'Guests', makesAccounts: false }));
  const { back, cookie } = await leave({ sub: 'hal', email: 'hal@club.example', email_verified: true }, () =>
    site.ask('POST', `/login-providers/${id}/start`, {}),
  );
  assert.deepEqual(await comeBack(back, cookie), { place: problem('provider_account_missing'), session: undefined });
  assert.equal(await outcome(site.admin.ask('DELETE', `/admin/login-providers/${id}`)), '204');
  assert.equal(await outcome(site.ask('POST', `/login-providers/${id}/start`, {})), '404 identity.provider_not_found');
});
