import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

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
    await page.getByRole('button', { name: 'Suggest pictures' }).click();
    await page.getByRole('button', { name: 'Use suggestion 2' }).click();
    await page.getByText('Chosen by you').waitFor();
    await assertUsableNow(page, 'a picture of the creator');
    assert.deepEqual(opened.errors, []);
  }
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await page.goto('/tag/SEA%20ICE');
  const card = page.getByRole('article').filter({ hasText: 'Below the ice' });
  await card.getByText('18+').waitFor();
  assert.match((await card.locator('img').getAttribute('src')) ?? '', /\/thumbnail\/1\.jpg$/);
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
  await page.getByText('Comments are switched off for this video.').waitFor();
  const licence = page.getByRole('link', { name: 'CC BY-SA 4.0' });
  assert.equal(await licence.getAttribute('href'), 'https://creativecommons.org/licenses/by-sa/4.0/');
  await assertUsableNow(page, 'a film with all that can be said of it');
  await page.getByRole('link', { name: 'Science and technology' }).click();
  await page.getByRole('heading', { name: 'Science and technology' }).waitFor();
  await page.getByRole('article').filter({ hasText: 'Below the ice' }).waitFor();
  assert.deepEqual(opened.errors, []);
});

test('ten drafts are found, published and deleted with few clicks, and uploads begin with a template', {
  timeout: 90_000,
}, async () => {
  const person = await registerAccount(platform);
  const { client } = person;
  const of = { visibility: 'private' as const, tags: ['weekly'], licence: 'cc-by' as const };
  const drafts = await Promise.all(
    Array.from({ length: 10 }, (_, index) => client.videos.create({ ...of, title: `Part ${index}` })),
  );
  const ids = drafts.map(({ id }) => id);
  const other = await client.videos.create({ title: 'Something else', visibility: 'private' });
  const visibilities = async () => Promise.all(ids.map(async (id) => (await client.videos.get(id)).visibility));
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, person);
  await page.goto('/studio');
  await page.getByText('Something else').waitFor();
  await page.getByLabel('Search titles').fill('part');
  await page.waitForURL('**/studio?q=part');
  await page.getByText('Something else').waitFor({ state: 'hidden' });
  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByText('10 selected').waitFor();
  await assertUsableNow(page, 'ten selected videos');
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('10 videos are changed').waitFor();
  assert.ok((await visibilities()).every((visibility) => visibility === 'public'));
  assert.equal((await client.videos.get(other.id)).visibility, 'private');

  // What is looked at is in the address: it is the same after Back, and when the page is loaded anew.
  await page.getByLabel('Sort by').selectOption('Title');
  await page.getByRole('link', { name: 'Part 0', exact: true }).click();
  await page.getByRole('button', { name: 'Save as template' }).click();
  await page.getByLabel('Name of the template').fill('Weekly');
  await page.getByRole('dialog').getByRole('button', { name: 'Save as template' }).click();
  await page.getByText('“Weekly” is kept').waitFor();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save as template' }).click();
  await page.getByRole('button', { name: 'Delete Weekly' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Delete Weekly' }).click();
  await page.keyboard.press('Escape');
  await page.getByText('“Weekly” is deleted').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal((await client.videos.templates()).length, 1);
  await page.goBack();
  await page.reload();
  await page.getByRole('checkbox', { name: 'Select Part 0' }).waitFor();
  assert.equal(await page.getByLabel('Search titles').inputValue(), 'part');
  assert.equal(await page.getByText('Something else').count(), 0);
  const titles = await page
    .getByRole('row')
    .getByRole('link', { name: /^Part \d$/ })
    .allTextContents();
  assert.deepEqual(titles, titles.toSorted());

  await page.getByRole('checkbox', { name: 'Select Part 2' }).press('Space');
  await page.getByRole('checkbox', { name: 'Select Part 5' }).click({ modifiers: ['Shift'] });
  await page.getByText('4 selected').waitFor();
  await page.getByRole('button', { name: 'Edit…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Category').selectOption('music');
  await dialog.getByLabel('Comments').selectOption('Off');
  await dialog.getByRole('combobox', { name: 'Take tags away' }).fill('weekly');
  await dialog.getByRole('combobox', { name: 'Take tags away' }).press('Enter');
  await assertUsableNow(page, 'a change of four videos');
  await dialog.getByRole('button', { name: 'Change 4 videos' }).click();
  await page.getByText('4 videos are changed').waitFor();
  const changed = await Promise.all(ids.map((id) => client.videos.get(id)));
  assert.deepEqual(
    changed.map(({ category, commentsAllowed, tags }) => (category === 'music' && !commentsAllowed ? tags : null)),
    ids.map((_, index) => (index >= 2 && index <= 5 ? [] : null)),
  );

  await page.getByRole('checkbox', { name: 'Select all' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('checkbox', { name: 'Select Part 0' }).waitFor();
  assert.ok((await visibilities()).length === 10, 'all of them are still there');

  await page.goto('/upload');
  await page.getByLabel('Start from').selectOption('Weekly');
  const film = await makeFilm({ seconds: 6 });
  await page.locator('input[type=file]').first().setInputFiles([film]);
  const begun = await eventually('its draft is there', async () => {
    const { items } = await client.videos.mine({ limit: 1 });
    return items[0] && items[0].id !== other.id ? items[0] : undefined;
  });
  const { licence, tags } = await client.videos.get(begun.id);
  assert.deepEqual([licence, tags], ['cc-by', ['weekly']]);
  // Another choice is put on what is here by one click, and the form shows it.
  await client.videos.update(begun.id, { licence: 'cc0', tags: [] });
  await page.getByRole('button', { name: 'Put on the video below' }).click();
  await page.getByText('1 video is changed').waitFor();
  await page.getByRole('button', { name: 'Remove weekly' }).waitFor();
  assert.equal(await page.getByLabel('Licence').inputValue(), 'cc-by');
  assert.deepEqual(opened.errors, []);
});
