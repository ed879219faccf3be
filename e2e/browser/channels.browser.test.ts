import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, makePicture, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { playChannels } from './channel-steps.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

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

test('two people look after one channel, until it is handed over', { timeout: 120_000 }, async () => {
  const owner = await registerAccount(platform, { name: 'Olga' });
  const helper = await registerAccount(platform, { name: 'Edda' });
  const [theirs] = await helper.client.channels.mine();
  const file = { fileName: 'first.mp4', sizeBytes: 5_000_000 };
  await owner.client.videos.create({ title: 'Their first', visibility: 'private', ...file });
  const { client: admin } = await administratorOf(platform);
  await using first = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  await using second = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
  const [{ page }, { page: other }] = [first, second];
  await logIn(page, owner);
  await page.goto('/studio/channel');
  const people = page.getByRole('region', { name: 'People' });
  await people.getByRole('button', { name: 'Invite' }).click();
  await people.getByText('Say whom you invite.').waitFor();
  await people.getByLabel('E-mail address or @handle').fill('@nobody-at-all');
  await people.getByRole('button', { name: 'Invite' }).click();
  await people.getByText('Nobody has this handle.').waitFor();
  await assertUsableNow(page, 'an invitation that goes nowhere');
  await people.getByLabel('E-mail address or @handle').fill(`@${theirs?.handle}`);
  await people.getByRole('button', { name: 'Invite' }).click();
  await people.getByText('Invited as Editor').waitFor();

  await logIn(other, helper);
  await other.goto('/studio');
  await other.getByText('Olga invites you to help with “Olga” as Editor.', { exact: false }).waitFor();
  await assertUsableNow(other, 'an invitation');
  await other.getByRole('button', { name: 'Help' }).click();
  await other.getByText('You help with “Olga” now.').waitFor();
  await other.getByRole('link', { name: 'Their first' }).click();
  await other.getByLabel('Title', { exact: true }).fill('Edited by two');
  await eventually('it is saved', async () =>
    (await owner.client.videos.mine()).items.some(({ title }) => title === 'Edited by two'),
  );

  await owner.client.channels.create({ name: 'Olga too', handle: `olga-${process.pid}` });
  await page.goto('/studio/channel');
  await people.getByRole('button', { name: 'Hand over' }).click();
  await page.getByRole('dialog').getByText('and its video belong to somebody else', { exact: false }).waitFor();
  await assertUsableNow(page, 'handing over');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Password', { exact: true }).fill('not the password');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.getByText('This is not your current password', { exact: false }).waitFor();
  await dialog.getByLabel('Password', { exact: true }).fill(owner.password);
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await people.getByText('Offered this channel').waitFor();
  await admin.admin.setQuota(helper.account.id, 1_000_000);
  await other.goto('/studio');
  await other.getByText('They take 5 MB, and 1 MB of your 1 MB are left.', { exact: false }).waitFor();
  await assertUsableNow(other, 'an offer that does not fit');
  await other.getByRole('button', { name: 'Take it over' }).click();
  await other
    .getByText('The videos of this channel do not fit into the room that you have left.', { exact: false })
    .waitFor();
  await admin.admin.setQuota(helper.account.id, null);
  await other.getByRole('button', { name: 'Take it over' }).click();
  await other.getByText('“Olga” is yours now.').waitFor();
  await other.goto('/studio/channel');
  await other.getByRole('region', { name: 'People' }).getByText('Olga').waitFor();
  await assertUsableNow(other, 'people of a channel');
  await other.getByRole('button', { name: 'Remove Olga' }).click();
  await assertUsableNow(other, 'somebody who is to go');
  await other.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  assert.equal((await owner.client.channels.mine()).length, 2, 'a question alone ends nothing');
  await other.getByRole('button', { name: 'Remove Olga' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await other.getByText('Olga does not help with this channel any more.').waitFor();
  assert.equal((await owner.client.channels.mine()).length, 1);
  const unexpected = [...first.errors, ...second.errors].filter((error) => !/422|409/.test(error));
  assert.deepEqual(unexpected, []);
});
