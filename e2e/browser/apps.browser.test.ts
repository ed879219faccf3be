import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { eventually } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { request, statusOf } from '../http.ts';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn, type PagePerson, registerInPage } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('an administrator registers a tool; somebody lets it in, sends it away, and makes a token', {
  timeout: 90_000,
}, async () => {
  await using wiki = await serveWiki();
  const redirectUri = `${wiki.url}/callback`;
  await using theirs = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const admin = theirs.page;
  await registerInPage(admin, `/setup?token=${await platform.setupToken()}`);
  await admin.goto('/admin/logins');
  await admin.getByRole('button', { name: 'Register an app' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Wiki');
  await dialog.getByLabel('Where people go back to').fill('javascript:alert(1)');
  await dialog.getByRole('button', { name: 'Register', exact: true }).click();
  await dialog.getByText('These have to be whole addresses', { exact: false }).waitFor();
  await dialog.getByLabel('Where people go back to').fill(redirectUri);
  await dialog.getByRole('button', { name: 'Register', exact: true }).click();
  const clientId = await dialog.getByLabel('Client ID').inputValue();
  const clientSecret = await dialog.getByLabel('Client secret').inputValue();
  await assertUsableNow(admin, 'what has to be written into a tool');

  await using opened = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
  const { page, errors } = opened;
  const person = await registerInPage(page);
  await page.context().clearCookies();
  const wish = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid email',
    state: '1e5',
  };
  const authorize = `/oauth/authorize?${new URLSearchParams(wish)}`;
  await page.goto(authorize);
  await page.waitForURL(/\/login/);
  await logIn(page, person, { at: page.url() });
  await page.getByRole('heading', { name: 'Let Wiki in?' }).waitFor();
  await page.getByText('See your e-mail address').waitFor();
  await assertUsableNow(page, 'the question whether to let an app in');
  const back = async () => {
    await page.waitForURL((url) => url.href.startsWith(redirectUri));
    return new URL(page.url()).searchParams;
  };
  await page.getByRole('button', { name: 'No, go back' }).click();
  assert.deepEqual(Object.fromEntries(await back()), { error: 'access_denied', state: '1e5', iss: platform.url });

  await page.goto(authorize);
  await page.getByRole('button', { name: 'Let it in' }).click();
  const tokens = async () => {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      code: `${(await back()).get('code')}`,
      redirect_uri: redirectUri,
      client_id: clientId,
      client_secret: clientSecret,
    });
    const answer = await fetch(`${platform.url}/api/v1/oauth/token`, { method: 'POST', body });
    return (await answer.json()) as { access_token: string };
  };
  const { access_token: token } = await tokens();
  const userinfo = () => request(`${platform.url}/api/v1/oauth/userinfo`, { token });
  assert.equal(((await (await userinfo()).json()) as { email: string }).email, person.email);

  await platform.query("update identity.sessions set created_at = now() - interval '1 hour' returning id");
  await page.goto(`${authorize}&prompt=login`);
  await page.getByText('Wiki wants to be sure that it is you.').waitFor();
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.waitForURL(/\/login/);
  await logIn(page, person, { at: page.url() });
  assert.ok((await tokens()).access_token, 'who has let it in before is not asked again');

  await page.goto(authorize.replace('callback', 'elsewhere'));
  await page.getByText('was not registered with', { exact: false }).waitFor();
  assert.ok(!wiki.asked.some((asked) => asked.includes('elsewhere')));
  const framed = await fetch(`${platform.url}${authorize}`);
  assert.equal(framed.headers.get('x-frame-options'), 'DENY');
  assert.match(framed.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);

  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Send Wiki away' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  assert.equal(await statusOf(userinfo()), 200, 'a question alone ends nothing');
  await page.getByRole('button', { name: 'Send Wiki away' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Send away' }).click();
  await page.getByText('Wiki has no access any more').waitFor();
  await eventually('what it had is refused', async () => (await statusOf(userinfo())) === 401);
  await makeToken(page, person);
  assert.deepEqual([...errors, ...theirs.errors], []);
});

/** On the page about security. */
async function makeToken(page: Page, person: PagePerson): Promise<void> {
  await page.getByRole('button', { name: 'Make a token' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('Choose what it may do.').waitFor();
  await assertUsableNow(page, 'the form of a token with what it lacks');
  await dialog.getByLabel('Name').fill('Diary');
  await dialog.getByLabel('See what you see, and watch').check();
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  await dialog.getByText('This is not your current password.', { exact: false }).waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Make the token' }).click();
  const token = await dialog.getByLabel('Token', { exact: true }).inputValue();
  assert.equal(await statusOf(request(`${platform.url}/api/v1/me/videos`, { token })), 200);
  assert.equal(await statusOf(request(`${platform.url}/api/v1/uploads`, { token, method: 'POST' })), 403);
  await dialog.getByRole('button', { name: 'I have kept it' }).click();

  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Diary' });
  await row.getByText('sees what you see').waitFor();
  assert.ok(!(await page.content()).includes(token));
  await row.getByRole('button', { name: 'Revoke Diary' }).click();
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await row.waitFor({ state: 'detached' });
}

/** Somebody else's tool: it only has to be there. */
async function serveWiki(): Promise<AsyncDisposable & { url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.url}`);
    response.end('Welcome to the wiki');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
