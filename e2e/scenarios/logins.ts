import assert from 'node:assert/strict';
import { ApiError, createClient, SecondStepNeeded, sessionAuth } from '@kinora/sdk';
import {
  type CookieJar,
  cookieFetch,
  followToCallback,
  registerAccount,
  startOidcProvider,
  TestAuthenticator,
} from '@kinora/testing';
import { TOTP } from 'otpauth';
import { administratorOf } from '../administrator.ts';
import { scenario } from '../scenario.ts';

scenario('who has an authenticator app logs in with a code besides, in a page and in a program', async (platform) => {
  const { page, email, password } = await registerAccount(platform);
  const { secret } = await page.security.offerTotp({ password });
  const codeIn = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  const [first = ''] = await page.security.confirmTotp(codeIn(0));
  assert.equal((await page.security.get()).recoveryCodesLeft, 10);

  const anonymous = createClient({ baseUrl: platform.url, fetch: cookieFetch(platform.url, { cookies: new Map() }) });
  const stepOf = (asked: Promise<unknown>) =>
    asked.then(
      () => assert.fail('the password alone is enough'),
      (error: unknown) => (error instanceof SecondStepNeeded ? error.challenge : Promise.reject(error)),
    );
  const challenge = await stepOf(anonymous.identity.logIn({ email, password }));
  await assert.rejects(anonymous.identity.finishLogIn({ challenge, code: '000 000' }), isCode('identity.wrong_code'));
  assert.equal((await anonymous.identity.finishLogIn({ challenge, code: codeIn(1) })).email, email);

  const program = await stepOf(anonymous.identity.issueTokens({ email, password }));
  const tokens = await anonymous.identity.finishTokens({ challenge: program, code: first, deviceName: 'shed' });
  assert.equal(tokens.account.email, email);
  assert.equal((await page.security.get()).recoveryCodesLeft, 9);
  assert.ok((await page.identity.sessions()).some(({ userAgent }) => userAgent === 'shed'));

  await page.security.removeTotp({ password });
  assert.equal((await anonymous.identity.logIn({ email, password })).email, email);
});

scenario('a passkey that was added on one device logs in from it, for this address alone', async (platform) => {
  const { password, page, email } = await registerAccount(platform);
  await assert.rejects(page.passkeys.offer({ password }), isCode('identity.passkeys_unavailable'));
  // Passkeys are bound to a name, which a bare address is not.
  const origin = platform.url.replace('127.0.0.1', 'localhost');
  const jar: CookieJar = { cookies: new Map() };
  const named = createClient({ baseUrl: origin, fetch: cookieFetch(origin, jar), auth: sessionAuth() });
  await named.identity.logIn({ email, password });
  const passkey = new TestAuthenticator();
  const offered = (await named.passkeys.offer({ password })) as unknown as Parameters<TestAuthenticator['create']>[0];
  await named.passkeys.add({ name: 'Phone', credential: passkey.create(offered, { origin }) });
  await named.identity.logOut();

  type Asked = Parameters<TestAuthenticator['get']>[0];
  const ask = async () => (await named.passkeys.ask()) as unknown as Asked;
  const foreign = passkey.get(await ask(), { origin: 'https://evil.example' });
  await assert.rejects(named.passkeys.logIn(foreign), isCode('identity.passkey_invalid'));
  const shown = passkey.get(await ask(), { origin });
  assert.equal((await named.passkeys.logIn(shown)).email, email);
  await assert.rejects(named.passkeys.logIn(shown), isCode('identity.passkey_invalid'), 'it is replayed');
  const [{ id } = assert.fail('there is none')] = await named.passkeys.list();
  await named.passkeys.remove(id, { password });
  const late = passkey.get(await ask(), { origin });
  await assert.rejects(named.passkeys.logIn(late), isCode('identity.passkey_invalid'));
});

scenario('who has an account at a provider logs in with it, and nobody else by it', async (platform) => {
  const admin = await administratorOf(platform);
  const { redirectUri } = await admin.client.loginProviders.managed();
  await using provider = await startOidcProvider(redirectUri);
  const { issuer, clientId, clientSecret } = provider;
  const added = await admin.client.loginProviders.add({
    name: 'Club',
    issuer,
    clientId,
    clientSecret,
    makesAccounts: true,
  });
  const visitor = () => {
    const jar: CookieJar = { cookies: new Map() };
    const fetch = cookieFetch(platform.url, jar);
    return { fetch, page: createClient({ baseUrl: platform.url, fetch, auth: sessionAuth() }) };
  };
  await provider.become({ sub: 'ivy', email: 'ivy@club.example', email_verified: true, name: 'Ivy' });
  const ivy = visitor();
  const back = await followToCallback(await ivy.page.loginProviders.start(added.id, '/studio'), redirectUri);
  const stranger = visitor();
  const stolen = await stranger.fetch(back, { redirect: 'manual' });
  assert.equal(stolen.headers.get('location'), '/login?problem=identity.provider_way_lost');
  const answer = await ivy.fetch(back, { redirect: 'manual' });
  assert.deepEqual([answer.status, answer.headers.get('location')], [303, '/studio']);
  const me = await ivy.page.identity.me();
  assert.deepEqual([me.email, me.emailVerified, me.displayName], ['ivy@club.example', true, 'Ivy']);
  await admin.client.loginProviders.remove(added.id);
  await assert.rejects(ivy.page.loginProviders.start(added.id), isCode('identity.provider_not_found'));
});

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}
