import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  eventually,
  registerAccount,
  type SmtpServer,
  startPlatform,
  startSmtpServer,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertUsable, assertUsableNow, SIZES, type Size } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { startBrowser, type TestBrowser } from './start-browser.ts';

const CREDENTIALS = { user: 'kinora', password: 'sesame' };

let platform: TestPlatform;
let browser: TestBrowser;
let smtp: SmtpServer;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  browser = await startBrowser(platform.url);
  smtp = await startSmtpServer({ credentials: CREDENTIALS });
});
after(async () => {
  await smtp?.stop();
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});

test('a registration is accepted, a forgotten password replaced and an account suspended, as pages and mails say', {
  timeout: 120_000,
}, async () => {
  const admin = await administratorOf(platform);
  await admin.client.instance.update({ registration: 'approval' });
  const { host, port } = smtp;
  await admin.client.mail.connect({ host, port, security: 'none', fromAddress: 'k@example.org', ...CREDENTIALS });
  await using theirs = await browser.open();
  const { page } = theirs;
  await page.goto('/register');
  await page.getByText('Somebody looks at each registration here', { exact: false }).waitFor();
  await page.locator('input[name=displayName]').fill('Wanda');
  await page.locator('input[name=email]').fill('wanda@example.org');
  await page.locator('input[name=password]').fill('several long words');
  await page.locator('form button[type=submit]').click();
  await page.getByText('a mail goes to wanda@example.org', { exact: false }).waitFor();

  await using opened = await browser.open({ viewport: SIZES.wide });
  await logIn(opened.page, admin);
  await opened.page.goto('/admin');
  await opened.page.getByRole('button', { name: 'Accept Wanda' }).click();
  await opened.page.getByText('Wanda can log in now').waitFor();
  await smtp.arrived('wanda@example.org', /welcome/);

  await page.goto('/login');
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByLabel('E-mail').fill('wanda@example.org');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('If there is an account of wanda@example.org', { exact: false }).waitFor();
  const { text } = await smtp.arrived('wanda@example.org', /choose a new password/);
  await page.goto(/http\S+\/reset#\S+/.exec(text)?.[0] ?? '');
  await page.getByLabel('New password', { exact: true }).fill('nine planks and a keel');
  await page.getByRole('button', { name: 'Save the password' }).click();
  await page.getByText('The new password of wanda@example.org is saved.', { exact: false }).waitFor();
  const wanda = { email: 'wanda@example.org', password: 'nine planks and a keel' };
  await logIn(page, wanda);

  await opened.page.getByRole('button', { name: 'Suspend Wanda' }).click();
  const dialog = opened.page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('Too much noise.');
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await opened.page.getByText('Wanda is suspended', { exact: true }).waitFor();
  await page.goto('/login');
  await page.locator('input[name=email]').fill(wanda.email);
  await page.locator('input[name=password]').fill(wanda.password);
  await page.locator('form button[type=submit]').click();
  await page.getByText('Your account is suspended: Too much noise.').waitFor();
});

test('a creator proves the address before the first upload', { timeout: 90_000 }, async () => {
  const admin = await administratorOf(platform);
  await admin.client.instance.update({ registration: 'open', verifyToUpload: true });
  const { host, port } = smtp;
  await admin.client.mail.connect({ host, port, security: 'none', fromAddress: 'k@example.org', ...CREDENTIALS });
  const person = await registerAccount(platform, { name: 'Unproven' });
  await using opened = await browser.open();
  const { page } = opened;
  await logIn(page, person);
  await page.goto('/upload');
  await page.getByRole('heading', { name: 'Confirm your address first' }).waitFor();
  await page.getByRole('button', { name: 'I have opened it' }).click();
  await page.getByText('It has not been opened so far.', { exact: false }).waitFor();
  const { text } = await smtp.arrived(person.email, /is this your address/);
  await page.goto(/http\S+\/verify#\S+/.exec(text)?.[0] ?? '');
  await page.getByText(`${person.email} is confirmed.`).waitFor();
  await page.goto('/upload');
  await page.getByRole('heading', { name: 'Confirm your address first' }).waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  await admin.client.instance.update({ verifyToUpload: false });
});

test('what a service could not apply is applied again from the page', { timeout: 90_000 }, async () => {
  const admin = await administratorOf(platform);
  await platform.query(`alter table channels.channels add constraint broken check (name = 'none') not valid`);
  const person = await registerAccount(platform, { name: 'Left out' });
  await eventually('it is parked', async () => (await admin.client.admin.parkedEvents()).total === 1);
  await using opened = await browser.open({ bypassCSP: true });
  const { page, errors } = opened;
  await logIn(page, admin);
  await page.goto('/admin/health');
  await page.getByText('1 dead letter').waitFor();
  await page.getByText('violates check constraint "broken"', { exact: false }).waitFor();
  await assertUsableNow(page, 'a dead letter');
  await platform.query('alter table channels.channels drop constraint broken');
  await page.getByRole('button', { name: 'Apply again: AccountRegistered' }).click();
  await page.getByText('Everything that was told has been applied.', { exact: false }).waitFor();
  assert.equal((await person.client.channels.mine()).length, 1);
  assert.deepEqual(errors, []);
});

test('a film whose processing failed is tried again from the page', { timeout: 90_000 }, async () => {
  const admin = await administratorOf(platform);
  const person = await registerAccount(platform);
  const path = join(platform.dataDir, 'letter.mp4');
  await writeFile(path, 'This is a letter, not a film.\n'.repeat(200));
  const { id } = await uploadFilm(person.client, path, { title: 'A letter' });
  await waitForState(person.client, id, 'failed');
  await using opened = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
  const { page, errors } = opened;
  await logIn(page, admin);
  await page.goto('/admin/processing');
  await page.getByText('Failed', { exact: true }).click();
  await page.getByRole('button', { name: 'Try again: A letter' }).waitFor();
  await assertUsableNow(page, 'a film that failed');
  await page.getByRole('button', { name: 'Try again: A letter' }).click();
  await page.getByText('A letter is processed again.').waitFor();
  await eventually(
    'it was tried',
    async () => (await admin.client.admin.audit({ act: 'processing.retried' })).items[0],
  );
  assert.deepEqual(errors, []);
});

test('the administration has no serious fault for those who use aids, dark and light, wide and on a phone', {
  timeout: 120_000,
}, async () => {
  const admin = await administratorOf(platform);
  const look = async (colorScheme: 'dark' | 'light', size: Size, pages: string[]) => {
    await using opened = await browser.open({ colorScheme, viewport: SIZES[size], bypassCSP: true });
    const { page, errors } = opened;
    await logIn(page, admin);
    for (const path of pages) await assertUsable(page, `/admin${path}`, size);
    assert.deepEqual(errors, []);
  };
  await Promise.all([
    look('dark', 'wide', ['', '/registration', '/instance', '/health', '/audit']),
    look('light', 'phone', ['', '/mail', '/storage', '/workers', '/processing']),
  ]);
});
