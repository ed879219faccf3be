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

test('what a creator says about a film is seen by others, who are asked for their age first', {
  timeout: 90_000,
}, async () => {
  const person = await registerAccount(platform);
  const film = await makeFilm({ seconds: 6 });
  const { id } = await uploadFilm(person.client, film, {
    title: 'Below the ice',
    description: '# Diving\nWe go **down** at 0:03.\n\n- [safe](https://example.org/x)\n- [not](javascript:alert(1))',
  });
  const other = await uploadFilm(person.client, film, { title: 'Above', tags: ['Sea ice'] });
  for (const one of [id, other.id]) await waitForState(person.client, one, 'ready');
  {
    await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
    const { page } = opened;
    await logIn(page, person);
    await page.goto(`/studio/videos/${id}`);
    const tags = page.getByRole('combobox', { name: 'Tags' });
    await tags.fill('SEA');
    await page.getByRole('option', { name: 'Sea ice 1 video' }).waitFor();
    await assertUsableNow(page, 'suggestions of tags');
    await tags.press('ArrowDown');
    await tags.press('Enter');
    await page.getByRole('button', { name: 'Remove Sea ice' }).waitFor();
    await page.getByLabel('Category').selectOption('Science and technology');
    await page.getByLabel('Spoken language').selectOption('nb');
    await page.getByLabel('Licence').selectOption('cc-by-sa');
    await page.getByRole('switch', { name: 'Allow comments' }).click();
    await page.getByRole('switch', { name: 'Only for people of 18 and over' }).click();
    await eventually('all of it is saved', async () => {
      const video = await person.client.videos.get(id);
      return video.mature && !video.commentsAllowed && video.licence === 'cc-by-sa' && video.language === 'nb';
    });
    assert.deepEqual(opened.errors, []);
  }
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await page.goto('/tag/SEA%20ICE');
  const card = page.getByRole('article').filter({ hasText: 'Below the ice' });
  await card.getByText('18+').waitFor();
  assert.match((await card.locator('img').getAttribute('class')) ?? '', /\bblur-/);
  await assertUsableNow(page, 'a tag');
  await card.getByRole('link', { name: /^Below the ice/ }).click();
  await page.getByRole('button', { name: 'I am 18 or older' }).waitFor();
  await assertUsableNow(page, 'a question for the age');
  assert.equal(await page.locator('video').count(), 0, 'nothing of it is there before');
  await page.goto(`/embed/${id}`);
  await page.getByRole('button', { name: 'I am 18 or older' }).click();
  await page.locator('video').waitFor();
  // This browser remembers it.
  await page.goto(`/watch/${id}`);
  await page.getByRole('heading', { name: 'Diving' }).waitFor();
  await page.getByRole('button', { name: 'more', exact: true }).click();
  assert.equal(await page.getByRole('link', { name: 'not' }).count(), 0);
  assert.match((await page.getByRole('link', { name: 'safe' }).getAttribute('rel')) ?? '', /nofollow.*noopener/);
  await page.getByRole('button', { name: '0:03' }).click();
  await eventually('it is at that place', async () => {
    const at = await page.locator('video').evaluate((video: { currentTime: number }) => video.currentTime);
    return at >= 2.9;
  });
  await page.getByText('Comments are off.').waitFor();
  const licence = page.getByRole('link', { name: 'CC BY-SA 4.0' });
  assert.equal(await licence.getAttribute('href'), 'https://creativecommons.org/licenses/by-sa/4.0/');
  await assertUsableNow(page, 'a film with all that can be said of it');
  await page.getByRole('link', { name: 'Science and technology' }).click();
  await page.getByRole('heading', { name: 'Science and technology' }).waitFor();
  await page.getByRole('article').filter({ hasText: 'Below the ice' }).waitFor();
  assert.deepEqual(opened.errors, []);
});
