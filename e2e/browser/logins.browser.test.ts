import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startOidcProvider } from '@kinora/testing';
import { TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import { assertUsable, assertUsableNow, SIZES } from './assert-usable.ts';
import { type PagePerson, registerInPage } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('an app is set up in the page and asked for codes; a recovery code stands in for it', {
  timeout: 90_000,
}, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page, errors } = opened;
  const person = await registerInPage(page);
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Look at your security' }).click();
  await page.getByRole('button', { name: 'Set up an app' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByText('This is not your current password.', { exact: false }).waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await dialog.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  const secret = await dialog.getByLabel('Or type this into the app').inputValue();
  const codeIn = (steps: number) => new TOTP({ secret }).generate({ timestamp: Date.now() + steps * 30_000 });
  await dialog.getByLabel('The code that the app shows').fill('000000');
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByText('This code is wrong', { exact: false }).waitFor();
  await dialog.getByLabel('The code that the app shows').fill(codeIn(0));
  await dialog.getByRole('button', { name: 'Turn on' }).click();
  await dialog.getByRole('heading', { name: 'Your recovery codes' }).waitFor();
  const codes = await dialog.getByRole('listitem').allInnerTexts();
  assert.equal(codes.length, 10);
  await dialog.getByRole('button', { name: 'I have kept them' }).click();
  await page.getByText('10 recovery codes are left.', { exact: false }).waitFor();

  await signOut(page);
  await startLogIn(page, person);
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByText('This code is wrong', { exact: false }).waitFor();
  await page.getByLabel('Code', { exact: true }).fill(codeIn(1));
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.waitForURL((url) => url.pathname === '/');

  await page.goto('/settings/security');
  await page.getByRole('button', { name: 'Remove the app' }).click();
  await dialog.getByRole('button', { name: 'Use a code instead' }).click();
  await dialog.getByLabel('Code of the app, or recovery code').fill(codes[1] ?? '');
  await dialog.getByRole('button', { name: 'Remove the app' }).click();
  await page.getByRole('button', { name: 'Set up an app' }).waitFor();
  assert.deepEqual(errors, []);
});

test('a passkey is made in the page and logs in without an address, until it is removed', {
  timeout: 90_000,
}, async () => {
  // Passkeys are bound to a name, which a bare address is not.
  const baseURL = platform.url.replace('127.0.0.1', 'localhost');
  await using opened = await browser.open({ viewport: SIZES.phone, bypassCSP: true, baseURL });
  const { page, errors } = opened;
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  const { authenticatorId } = await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const showFinger = (isUserVerified: boolean) =>
    devices.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  const person = await registerInPage(page);
  const dialog = page.getByRole('dialog');
  const startAdding = async () => {
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await dialog.getByLabel('Password', { exact: true }).fill(person.password);
    await dialog.getByRole('button', { name: 'Go on' }).click();
  };
  await page.goto('/settings/security');
  await startAdding();
  await dialog.getByLabel('Name').fill('Pocket');
  await showFinger(false);
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await dialog.getByText('No passkey was made.', { exact: false }).waitFor();
  await showFinger(true);
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await page.getByText('Pocket logs you in from now on').waitFor();
  await startAdding();
  await dialog.getByRole('button', { name: 'Make the passkey' }).click();
  await dialog.getByText('This device has a passkey for your account already.').waitFor();
  await assertUsable(page, '/settings/security', 'phone');

  const logInByPasskey = async () => {
    await signOut(page);
    await page.goto('/login');
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
  };
  await logInByPasskey();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto('/settings/security');
  await page.getByText('Used just now', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Remove the passkey Pocket' }).click();
  await showFinger(false);
  await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click();
  await dialog.getByText('No passkey was shown.', { exact: false }).waitFor();
  await assertUsableNow(page, 'a passkey that was not shown');
  await showFinger(true);
  await dialog.getByRole('button', { name: 'Confirm with a passkey' }).click();
  await page.getByText('Pocket is removed').waitFor();
  await logInByPasskey();
  await page.getByText('This passkey is not known here', { exact: false }).waitFor();
  await assertUsable(page, '/login', 'phone');
  assert.deepEqual(errors, []);
});

test('an administrator connects a provider, and a visitor logs in with an account there', {
  timeout: 90_000,
}, async () => {
  await using provider = await startOidcProvider(`${platform.url}/api/v1/login-providers/callback`);
  await using office = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = office;
  await registerInPage(page, `/setup?token=${await platform.setupToken()}`);
  await page.goto('/admin/logins');
  await page.getByLabel('Name', { exact: true }).fill('the club');
  await page.getByLabel('Issuer').fill('http://127.0.0.1:1');
  await page.getByLabel('Client ID').fill(provider.clientId);
  await page.getByLabel('Client secret').fill(provider.clientSecret);
  await page.getByRole('switch', { name: 'Who comes for the first time gets an account' }).click();
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByText('No OpenID provider answers there.', { exact: false }).waitFor();
  await page.getByLabel('Issuer').fill(provider.issuer);
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await page.getByRole('button', { name: 'Remove the club' }).waitFor();
  await assertUsable(page, '/admin/logins', 'wide');

  await provider.become({ sub: 'joy', email: 'joy@club.example', email_verified: true, name: 'Joy' });
  await using theirs = await browser.open({ viewport: SIZES.phone });
  await theirs.page.goto('/login?next=/settings/security');
  await theirs.page.getByRole('button', { name: 'Log in with the club' }).click();
  await theirs.page.getByRole('button', { name: 'Unlink the club' }).waitFor();
  await theirs.page.goto('/login?problem=identity.provider_link_first');
  await theirs.page.getByText('There is an account with your address already.', { exact: false }).waitFor();
  assert.deepEqual([...office.errors, ...theirs.errors], []);
});

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
}

async function startLogIn(page: Page, { email, password }: PagePerson): Promise<void> {
  await page.goto('/login');
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.getByRole('heading', { name: 'One more step' }).waitFor();
}
