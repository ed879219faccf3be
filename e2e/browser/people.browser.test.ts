import assert from 'node:assert/strict';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually, makePicture } from '@kinora/testing';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

const person = { email: 'asdis@example.org', password: 'several long words', name: 'Asdis' };

test('somebody says who they are once, and it goes with them to another browser', { timeout: 90_000 }, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page, errors } = opened;
  await page.goto('/register?next=/settings/profile');
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Make the account' }).click();
  await page.getByRole('button', { name: 'Add Music' }).click();
  await page.getByLabel('Add an interest').fill('Knots');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove Knots' }).waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await page.getByRole('button', { name: 'Remove Music' }).waitFor();

  const directory = await mkdtemp(join(tmpdir(), 'kinora-picture-'));
  await writeFile(join(directory, 'words.txt'), 'no picture');
  await writeFile(join(directory, 'face.png'), await makePicture('png'));
  const choose = async (name: string) => {
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      page.getByRole('button', { name: 'Choose a picture' }).click(),
    ]);
    await chooser.setFiles(join(directory, name));
  };
  await choose('words.txt');
  await page.getByRole('alert').getByText('This file is no JPEG, PNG or WebP picture', { exact: false }).waitFor();
  await choose('face.png');
  await page.getByRole('button', { name: 'Account', exact: true }).locator('img').waitFor();
  await page.getByLabel('About yourself').fill('I tie knots.');
  await page.getByRole('switch', { name: 'Pause the watch history' }).click();
  await eventually('it is saved', async () => {
    const [row] = await platform.query<{ bio: string; history_paused: boolean }>(
      'select bio, history_paused from identity.accounts where email_key = $1',
      [person.email],
    );
    return row?.bio === 'I tie knots.' && row.history_paused;
  });
  await page.getByLabel('Language of the pages').selectOption({ label: '日本語' });
  await eventually('the page speaks Japanese', async () => (await page.locator('html').getAttribute('lang')) === 'ja');

  await using elsewhere = await browser.open();
  await logIn(elsewhere.page, person);
  const lang = () => elsewhere.page.locator('html').getAttribute('lang');
  await eventually('another browser does so, too', async () => (await lang()) === 'ja');
  await elsewhere.page.goto('/settings/profile');
  await elsewhere.page.getByLabel('ページの言語').selectOption('auto');
  await eventually('each browser as it prefers', async () => (await lang()) === 'en');
  assert.deepEqual([...errors, ...elsewhere.errors], []);
});

test('somebody takes everything along, leaves, and stays after all', { timeout: 90_000 }, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page, errors } = opened;
  await logIn(page, person);
  await page.goto('/settings');
  await page.getByRole('link', { name: 'Look at your account' }).click();
  await page.getByRole('button', { name: 'Make an archive' }).click();
  await page.getByRole('button', { name: 'Download' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^kinora-.*\.zip$/);

  await page.getByRole('button', { name: 'Delete the account' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Delete the account' }).click();
  await dialog.getByText('This is not your current password.', { exact: false }).waitFor();
  // It is pale while it is asked, and for a moment afterwards.
  await eventually('the button is itself again', () =>
    dialog
      .getByRole('button', { name: 'Delete the account' })
      .evaluate(
        (button: { getAnimations(): unknown[]; getAttribute(name: string): string | null }) =>
          button.getAttribute('aria-disabled') !== 'true' && button.getAnimations().length === 0,
      ),
  );
  await assertUsableNow(page, 'a wrong password');
  await dialog.getByLabel('Password', { exact: true }).fill(person.password);
  await dialog.getByRole('button', { name: 'Delete the account' }).click();
  await page.getByText('Log in before then to keep it.', { exact: false }).waitFor();

  await logIn(page, person);
  await page.getByRole('heading', { name: 'Your account is about to go' }).waitFor();
  await assertUsableNow(page, 'about to go');
  await page.getByRole('link', { name: 'Take everything along' }).click();
  await page.getByRole('heading', { name: 'Everything of yours' }).waitFor();
  await page.getByRole('button', { name: 'Keep my account' }).click();
  await page.getByText('Your account stays', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Delete the account' }).waitFor();
  assert.deepEqual(errors, []);
});
