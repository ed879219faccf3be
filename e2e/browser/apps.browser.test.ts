import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startPlatform, type TestPlatform } from '@kinora/testing';
import { request, statusOf } from '../http.ts';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { registerInPage } from './page-steps.ts';
import { startBrowser, type TestBrowser } from './start-browser.ts';

let platform: TestPlatform;
let browser: TestBrowser;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  browser = await startBrowser(platform.url);
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});

test('a token is made in the page, shown once, and revoked there', { timeout: 90_000 }, async () => {
  await using opened = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
  const { page, errors } = opened;
  const person = await registerInPage(page);
  await page.goto('/settings/security');
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
  await assertUsableNow(page, 'security with a token');
  await row.getByRole('button', { name: 'Revoke Diary' }).click();
  await dialog.getByRole('button', { name: 'Revoke', exact: true }).click();
  await row.waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
});
