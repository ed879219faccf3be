import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  makeFilm,
  makePicture,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { playChannels } from './channel-steps.ts';
import { logIn } from './page-steps.ts';
import { startBrowser, type TestBrowser } from './start-browser.ts';

let platform: TestPlatform;
let browser: TestBrowser;

before(async () => {
  platform = await startPlatform({ shape: 'one' });
  browser = await startBrowser(platform.url);
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.[Symbol.asyncDispose]();
});

test('somebody makes another channel, renames it and deletes it', { timeout: 90_000 }, async () => {
  const person = await registerAccount(platform);
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  await logIn(opened.page, person);
  await playChannels(opened.page, person);
  assert.deepEqual(
    opened.errors.filter((error) => !error.includes('409')),
    [],
  );
});

test('a channel is dressed in its page, and a visitor sees all of it', { timeout: 90_000 }, async () => {
  const person = await registerAccount(platform);
  const [channel] = await person.client.channels.mine();
  assert.ok(channel);
  const film = await uploadFilm(person.client, await makeFilm({ seconds: 2, width: 320, height: 180 }), {
    title: 'Ropes',
  });
  await waitForState(person.client, film.id, 'ready');
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, person);
  await page.goto('/studio/channel');
  const banner = page.getByRole('group', { name: 'Banner' });
  await banner
    .locator('input')
    .setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: await makePicture('png') });
  await banner.getByRole('button', { name: 'Remove' }).waitFor();
  await page.getByLabel('Description').fill('Films of **ropes**.');
  await page.getByRole('button', { name: 'Add a link' }).click();
  await page.getByLabel('Title of link 1').fill('Our harbour');
  await page.getByLabel('Address of link 1').fill('harbour');
  await page.getByText('An address begins with https://.').waitFor();
  await assertUsableNow(page, 'a link that is none');
  await page.getByLabel('Address of link 1').fill('https://harbour.example');
  await page.getByLabel('Trailer').selectOption({ label: 'Ropes' });
  await page.getByRole('link', { name: 'View channel' }).click();
  await page.getByRole('region', { name: 'Trailer' }).waitFor();

  await using theirs = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
  const visitor = theirs.page;
  await visitor.goto(`/@${channel.handle}`);
  await visitor.getByRole('region', { name: 'Trailer' }).getByRole('link', { name: /Ropes/ }).waitFor();
  await visitor.locator('img[src*="/banner/"]').waitFor();
  await visitor.getByText('Films of ropes.', { exact: true }).waitFor();
  await visitor.getByRole('tab', { name: 'About' }).click();
  assert.equal(await visitor.getByText('ropes', { exact: true }).evaluate((one) => one.tagName), 'STRONG');
  const link = visitor.getByRole('tabpanel').getByRole('link', { name: 'Our harbour' });
  assert.equal(await link.getAttribute('href'), 'https://harbour.example/');
  assert.match((await link.getAttribute('rel')) ?? '', /nofollow/);
  await assertUsableNow(visitor, 'about a channel');
  const feed = await visitor.request.get(
    (await visitor.getByRole('link', { name: 'Follow by RSS' }).getAttribute('href')) ?? '',
  );
  assert.match(await feed.text(), /<title>Ropes<\/title>/);
  assert.deepEqual([opened.errors, theirs.errors], [[], []]);
});
