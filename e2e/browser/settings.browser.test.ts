import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, makePicture, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('what an administrator sets in the pages, a visitor sees', { timeout: 90_000 }, async () => {
  const admin = await administratorOf(platform);
  await using mine = await browser.open({ viewport: SIZES.wide });
  const { page } = mine;
  await logIn(page, admin);
  await page.goto('/admin/instance');
  await page.getByLabel('Name', { exact: true }).fill('Harbour films');
  await page.locator('input[type=file]').setInputFiles({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: Buffer.from(await makePicture('png')),
  });
  await page.getByRole('slider').fill('200');
  await page.getByRole('textbox', { name: 'Rules' }).fill('Be **kind** to sailors.');
  await page.getByRole('textbox', { name: 'About' }).fill('Films of a harbour.');
  await page.getByRole('textbox', { name: 'About' }).blur();
  await eventually('all of it is saved', async () => {
    const { name, logoUrl, accentHue, rules, about } = await admin.client.instance.settings();
    return name === 'Harbour films' && logoUrl && accentHue === 200 && rules !== '' && about !== '';
  });
  await page.goto('/admin/registration');
  await page.getByRole('radio', { name: 'By invitation' }).check();
  await eventually('nobody else comes in', async () => (await admin.client.instance.get()).registration === 'closed');

  await using theirs = await browser.open({ viewport: SIZES.wide });
  const visitor = theirs.page;
  await visitor.goto('/rules');
  await visitor.getByText('Be kind to sailors.').waitFor();
  assert.match(await visitor.title(), /Harbour films/);
  await visitor.locator('header img[src*="/logo"]').waitFor();
  const hue = await visitor.evaluate<string>(
    `getComputedStyle(document.documentElement).getPropertyValue('--accent-h')`,
  );
  assert.equal(hue.trim(), '200');
  await visitor.goto('/about');
  await visitor.getByText('Films of a harbour.').waitFor();
  await visitor.goto('/register');
  await visitor.getByText(/invit/i).first().waitFor();
  assert.equal(await visitor.getByLabel('Password', { exact: true }).count(), 0);
  await admin.client.instance.update({ registration: 'open' });
  assert.deepEqual([mine.errors, theirs.errors], [[], []]);
});

test('what a creator sets of a video in its editor, a visitor sees', { timeout: 90_000 }, async () => {
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm(), { title: 'Untitled', visibility: 'public' });
  await waitForState(person.client, id, 'ready');
  await using mine = await browser.open({ viewport: SIZES.wide });
  const { page } = mine;
  await logIn(page, person);
  await page.goto(`/studio/videos/${id}`);
  await page.getByLabel('Title').fill('The ropes');
  await page.getByLabel('Description').fill('How to tie **everything**.');
  await page.getByRole('combobox', { name: 'Tags' }).fill('knots');
  await page.getByRole('combobox', { name: 'Tags' }).press('Enter');
  await page.getByLabel('Category').selectOption('education');
  await page.getByLabel('Spoken language').selectOption('nl');
  await page.getByLabel('Licence').selectOption('cc-by-sa');
  for (const name of ['Allow comments', 'Let others download it', 'Only for people of 18 and over'])
    await page.getByRole('switch', { name }).click();
  await eventually('all of it is saved', async () => {
    const { title, tags, licence, commentsAllowed, downloadsAllowed, mature } = await person.client.videos.get(id);
    const said = title === 'The ropes' && tags.includes('knots') && licence === 'cc-by-sa';
    return said && !commentsAllowed && downloadsAllowed && mature;
  });

  await using theirs = await browser.open({ viewport: SIZES.wide });
  const visitor = theirs.page;
  await visitor.goto('/');
  await visitor.getByText('18+').waitFor();
  await visitor.getByRole('link', { name: /The ropes/ }).click();
  await visitor.getByRole('button', { name: /18/ }).click();
  await visitor.getByRole('heading', { name: 'The ropes' }).waitFor();
  for (const shown of ['Education', 'Dutch', 'CC BY-SA 4.0', 'knots'])
    await visitor.getByText(shown, { exact: true }).first().waitFor();
  await visitor.locator('strong', { hasText: 'everything' }).waitFor();
  await visitor.getByText(/[Cc]omments are/).waitFor();
  await visitor.getByRole('button', { name: 'Download' }).waitFor();
  await visitor.getByRole('link', { name: 'knots' }).click();
  await visitor.getByRole('link', { name: /The ropes/ }).waitFor();
  assert.deepEqual([mine.errors, theirs.errors], [[], []]);
});
