import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  eventually,
  makeFilm,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsableNow, SIZES } from './assert-usable.ts';
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
  await platform?.stop();
});

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
  await assertUsableNow(page, 'a question for the password');
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

async function assertPlays(page: Page): Promise<void> {
  await eventually('it plays', () =>
    page.locator('video').evaluate((video: { readyState: number }) => video.readyState >= 2),
  );
}
