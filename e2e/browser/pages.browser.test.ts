import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { test } from 'node:test';
import { eventually, filmSha256, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertUsable, SIZES, type Size } from './assert-usable.ts';
import { limitUpload, logIn, type PagePerson, registerInPage } from './page-steps.ts';
import { browser, platform } from './site.ts';

let administrator: PagePerson;

test('the set-up link makes the administrator, who pauses a worker and lets another in', {
  timeout: 150_000,
}, async () => {
  await using opened = await browser.open();
  const { page } = opened;
  const setupToken = await platform.setupToken();
  administrator = await registerInPage(page, `/setup?token=${setupToken}`);
  await page.goto('/admin/workers');
  const stop = page.getByRole('button', { name: /^Pause / });
  await stop.first().click();
  await page.getByText('Paused', { exact: false }).first().waitFor();
  await page
    .getByRole('button', { name: /^Resume / })
    .first()
    .click();
  await stop.first().waitFor();

  await page.getByRole('button', { name: 'Let a machine in' }).click();
  await page.getByLabel('What is it called?').fill('Attic');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const command = await page.getByLabel('Command').inputValue();
  const [, token] = /^KINORA_WORKER_TOKEN=(knw_\S+) kinora worker --url http:\S+$/.exec(command) ?? [];
  const claim = () =>
    fetch(`${platform.url}/api/v1/worker/claims`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ workerId: 'the-worker-in-the-attic', name: 'Attic', version: '0', running: 0 }),
      signal: AbortSignal.timeout(1000),
    }).then(
      ({ status }) => status,
      (error: Error) => error.name,
    );
  assert.equal(await claim(), 'TimeoutError', 'it is let in and waits for a task');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Revoke the token of Attic' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText('Attic is no longer let in').waitFor();
  assert.equal(await claim(), 401);
});

test('an administrator makes somebody a viewer, who finds nothing to upload with any more', {
  timeout: 90_000,
}, async () => {
  const person = await registerAccount(platform);
  await using theirs = await browser.open();
  await logIn(theirs.page, person);
  await theirs.page.getByRole('link', { name: 'Create' }).waitFor();
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, administrator);
  await page.goto('/admin');
  await page.getByLabel('Name or e-mail address').fill(person.email);
  await page
    .getByRole('combobox', { name: /^Role of / })
    .nth(1)
    .waitFor({ state: 'detached' });
  await page.getByRole('combobox', { name: `Role of ${person.account.displayName}` }).selectOption('viewer');
  await page.getByText(`${person.account.displayName} is a viewer now`).waitFor();
  await assertUsable(page, '/admin', 'wide');
  await theirs.page.reload();
  await theirs.page.getByRole('button', { name: 'Account' }).waitFor();
  assert.equal(await theirs.page.getByRole('link', { name: 'Create' }).count(), 0);
  await theirs.page.goto('/upload');
  await theirs.page.getByRole('heading', { name: 'You watch here' }).waitFor();
});

test('an upload goes on after the page was loaded anew', { timeout: 90_000 }, async () => {
  await using opened = await browser.open();
  const { page } = opened;
  await registerInPage(page);
  await page.goto('/upload');
  const film = await makeFilm({ seconds: 20, bitrateBps: 2_000_000 });
  const lift = await limitUpload(page, 300_000);
  await page.locator('input[type=file]').first().setInputFiles(film);
  const bar = page.getByRole('progressbar').first();
  await bar.waitFor();
  await eventually('bytes have gone', async () => Number(await bar.getAttribute('aria-valuenow')) > 0);
  await page.reload();
  await lift();
  await page.getByText('Stopped at', { exact: false }).first().waitFor();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByText('Choose the file', { exact: true }).click(),
  ]);
  await chooser.setFiles(film);
  await page.getByText('Published', { exact: true }).waitFor({ timeout: 60_000 });
  const rows = await platform.query<{ sha256: string }>(
    'select sha256 from uploads.uploads where size_bytes = $1 order by id',
    [(await stat(film)).size],
  );
  assert.deepEqual(rows, [{ sha256: await filmSha256(film) }], 'one upload, and it is the whole film');
});

test('a person logs in, changes the password, lets others download a video, and deletes it', {
  timeout: 150_000,
}, async () => {
  await using opened = await browser.open();
  const { page } = opened;
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm(), { title: 'To be deleted' });
  await waitForState(person.client, id, 'ready');
  const visitor = await registerAccount(platform);
  await page.goto('/login');
  await page.locator('input[name=email]').fill(person.email);
  await page.locator('input[name=password]').fill('not the password');
  await page.locator('form button[type=submit]').click();
  await page.getByText('E-mail address and password do not belong together.', { exact: false }).waitFor();
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/login');
  await page.goto('/settings/security');
  const current = page.getByLabel('Current password', { exact: true });
  const next = page.getByLabel('New password', { exact: true });
  await current.fill('not the password');
  await next.fill('short');
  await next.press('Enter');
  await page.getByText(/\d more characters?/).waitFor();
  await next.fill('nine planks and a keel');
  await next.press('Enter');
  await page.getByText('This is not your current password.', { exact: false }).waitFor();
  await current.fill(person.password);
  await next.press('Enter');
  await page.getByText('Your password is changed. 2 other devices are signed out.').waitFor();
  await using elsewhere = await browser.open();
  await logIn(elsewhere.page, { ...person, password: 'nine planks and a keel' });
  await elsewhere.page.goto('/settings/security');
  await elsewhere.page.getByRole('button', { name: 'Sign out all other devices' }).click();
  await elsewhere.page.getByText('1 other device is signed out').waitFor();
  await logIn(page, { ...person, password: 'nine planks and a keel' });
  await page.goto(`/studio/videos/${id}`);
  await page.getByRole('switch', { name: 'Let others download it' }).click();
  await eventually(
    'a visitor may download it',
    async () => (await visitor.client.videos.get(id)).downloads.length === 3,
  );
  await page.getByRole('button', { name: 'Delete' }).first().click();
  const confirm = page.getByRole('dialog').or(page.getByRole('alertdialog')).getByRole('button', { name: 'Delete' });
  if (await confirm.count()) await confirm.click();
  await page.getByText('“To be deleted” is deleted').waitFor();
  // It can be taken back for a moment; leaving the page is the end of that.
  await page.goto('/');
  await eventually('it is gone', async () => (await fetch(`${platform.url}/api/v1/videos/${id}`)).status === 404);
});

test('every page has no serious fault for those who use aids, dark and light, wide and on a phone', {
  timeout: 180_000,
}, async () => {
  const person = await registerAccount(platform);
  const description = '0:00 One\n0:04 Two\n0:08 Three';
  const { id } = await uploadFilm(person.client, await makeFilm(), { title: 'For everybody', description });
  await waitForState(person.client, id, 'ready');
  await person.client.captions.create(id, {
    language: 'de',
    file: '0:01.000 --> 0:12.000\nFür alle\n',
    isDefault: true,
  });
  const [channel] = await person.client.channels.mine();
  const signedOut = [
    '/',
    `/watch/${id}`,
    `/embed/${id}`,
    `/@${channel?.handle}`,
    '/login',
    '/register',
    '/setup',
    '/forgot',
    '/reset#link_none',
    '/invite#invite_none',
    '/about',
    '/nowhere',
  ];
  const captions = `/studio/videos/${id}/captions/de`;
  const trim = `/studio/videos/${id}/trim`;
  const signedIn = [
    '/upload',
    '/studio',
    `/studio/videos/${id}`,
    captions,
    trim,
    '/studio/channel',
    '/settings',
    '/settings/account',
    '/settings/profile',
    '/settings/security',
    '/welcome',
  ];
  const look = async (colorScheme: 'dark' | 'light', size: Size) => {
    await using opened = await browser.open({ colorScheme, viewport: SIZES[size], bypassCSP: true });
    const { page, errors } = opened;
    for (const path of signedOut) await assertUsable(page, path, size);
    await logIn(page, person);
    for (const path of signedIn) await assertUsable(page, path, size);
    assert.deepEqual(errors, []);
  };
  await Promise.all([look('dark', 'wide'), look('light', 'phone')]);
});
