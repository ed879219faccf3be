import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, type Person, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('a password is set in the editor and opens the film on its page and in frames, until there is another', {
  timeout: 90_000,
}, async () => {
  const person = await registerAccount(platform);
  const title = 'For the crew';
  const { id } = await uploadFilm(person.client, await makeFilm(), { title });
  await waitForState(person.client, id, 'ready');
  {
    await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
    const { page } = opened;
    await logIn(page, person);
    await page.goto(`/studio/videos/${id}`);
    await page.getByLabel('Who can watch').selectOption('Everyone with the password');
    await page.getByLabel('Password', { exact: true }).fill('open');
    await page.getByRole('button', { name: 'Set password' }).click();
    await page.getByText('Choose at least six characters.').waitFor();
    assert.equal((await person.client.videos.get(id)).visibility, 'public', 'it waits for a password');
    await page.getByLabel('Password', { exact: true }).fill('open sesame');
    await page.getByLabel('Password', { exact: true }).press('Enter');
    await page.getByLabel('Another password').waitFor();
    await assertUsableNow(page, 'a video with a password in the editor');
    assert.deepEqual(opened.errors, []);
  }
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await page.goto(`/watch/${id}`);
  const password = page.getByLabel('Password', { exact: true });
  await password.waitFor();
  assert.ok(!(await page.content()).includes(title), 'its name is not told');
  await password.fill('open barley');
  await password.press('Enter');
  await page.getByText('This is not the password').waitFor();
  await assertUsableNow(page, 'a wrong password');
  // What was wrong is selected: the next one takes its place.
  await page.keyboard.type('open sesame');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: title }).waitFor();
  await assertPlays(page);
  await page.reload();
  await assertPlays(page);
  await page.goto(`/embed/${id}`);
  await assertPlays(page);
  await person.client.videos.update(id, { password: 'another one' });
  await page.goto(`/embed/${id}`);
  await password.fill('another one');
  await page.getByRole('button', { name: 'Watch' }).click();
  await assertPlays(page);
  assert.deepEqual(opened.errors, []);
});

test('a list is made where a video is edited, and people are put on it and taken off it on its page', {
  timeout: 90_000,
}, async () => {
  const [person, friend] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const { id } = await person.client.videos.create({ title: 'For friends', visibility: 'private' });
  const [channel] = await friend.client.channels.mine();
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, person);
  await page.goto(`/studio/videos/${id}`);
  await page.getByLabel('Who can watch').selectOption('Members of a list');
  await page.getByRole('button', { name: 'New list' }).click();
  await page.getByLabel('Name').fill('Friends');
  await page.getByRole('button', { name: 'Make the list' }).click();
  await eventually('it is open to the list', async () => {
    const video = await person.client.videos.get(id);
    return video.visibility === 'members' && video.viewerListId !== null;
  });
  await page.getByRole('link', { name: 'Edit lists' }).click();
  await page.getByText('Nobody · 1 video').waitFor();
  await page.getByLabel('Add people').fill(`@${channel?.handle}, ann@example.org\nnot an address`);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('2 people · 1 video').waitFor();
  await page.getByText('This is neither an address nor the handle of a channel.').waitFor();
  await assertUsableNow(page, 'a list with people');
  assert.equal((await friend.client.videos.get(id)).title, 'For friends');
  await assertFoundByFriend(friend, id);
  await page.getByRole('button', { name: `Remove @${channel?.handle}` }).click();
  await page.getByText('1 person · 1 video').waitFor();
  await assert.rejects(friend.client.videos.get(id), { code: 'videos.not_found' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('2 people · 1 video').waitFor();
  assert.equal((await friend.client.videos.get(id)).title, 'For friends');
  await page.getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('1 video is open to it and becomes private.').waitFor();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('No lists yet').waitFor();
  assert.equal((await person.client.videos.get(id)).visibility, 'private');
  assert.deepEqual(opened.errors, []);
});

/** On the page of what is shared, found from the navigation, the menu and the palette; empty when it is taken back. */
async function assertFoundByFriend(friend: Person, draftId: string): Promise<void> {
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, friend);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Shared' }).click();
  await page.getByText('Nothing is shared with you yet').waitFor();
  await assertUsableNow(page, 'nothing is shared');
  // As if all of it had arrived.
  await platform.query('update videos.videos set playable = true, complete = true where id = $1', [draftId]);
  await page.goto('/');
  await page.getByRole('button', { name: 'Account' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Go to or do…' }).fill('shared');
  await page.keyboard.press('Enter');
  const film = page.getByRole('link', { name: /^For friends/ });
  await film.waitFor();
  await page.setViewportSize(SIZES.phone);
  await page.goto('/');
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Shared with me' }).click();
  await film.waitFor();
  await assertUsableNow(page, 'what is shared, on a phone');
  assert.deepEqual(opened.errors, []);
}

async function assertPlays(page: Page): Promise<void> {
  await eventually('it plays', () =>
    page.locator('video').evaluate((video: { readyState: number }) => video.readyState >= 2),
  );
}
