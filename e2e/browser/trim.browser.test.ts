import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, type Person, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsable, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';
import {
  cutPart,
  delayAnswer,
  endOfPart,
  holdAnswers,
  lookAt,
  playOverCut,
  playToEnd,
  pretendNext,
  refuseAfterSave,
  saveTrim,
  saysState,
  showWindow,
  watchedLengthS,
} from './trim-steps.ts';

/** As somebody who has one video, that is ready. */
async function logInWithFilm(page: Page, title: string): Promise<{ person: Person; id: string }> {
  const person = await registerAccount(platform);
  const { id } = await uploadFilm(person.client, await makeFilm({ width: 426, height: 240 }), { title });
  await waitForState(person.client, id, 'ready');
  await logIn(page, person);
  return { person, id };
}

test('a creator takes the start, the end and a part out of a video, shows more of it, and all of it again', {
  timeout: 180_000,
}, async () => {
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page, errors } = opened;
  const { id } = await logInWithFilm(page, 'Trimmed');
  await page.goto(`/studio/videos/${id}`);
  await page.getByRole('link', { name: 'Trim' }).click();
  const start = page.getByRole('slider', { name: 'Start of part 1' });
  await start.press('Shift+ArrowRight');
  await start.press('Shift+ArrowRight');
  await page.getByRole('textbox', { name: 'End of part 1' }).fill('0:10');
  await cutPart(page, { fromS: 4, untilS: 6, lengthS: 13 });
  await page.getByText('0:06.000 of 0:13.000 kept').waitFor();
  await playOverCut(page, { fromS: 4, untilS: 6 });
  await playToEnd(page, { part: 2, firstS: 2, lastS: 10 });
  await saveTrim(page, '0:06.000');
  assert.equal(await watchedLengthS(page, id), 6);
  await assertUsable(page, `/studio/videos/${id}/trim`, 'wide');

  // What was cut out is there to be looked at, for the creator alone.
  await page.setViewportSize(SIZES.wide);
  await lookAt(page, { atS: 12, lengthS: 13 });
  await eventually(
    'the timeline is full',
    async () => (await page.locator('.trim-pictures > span > *').count()) === 12,
  );
  await page.getByRole('textbox', { name: 'End of part 1' }).fill('5');
  await page.keyboard.press('Enter');
  await page.getByText('0:07.000 of 0:13.000 kept').waitFor();
  await saveTrim(page, '0:07.000');
  assert.equal(await watchedLengthS(page, id), 7);

  await page.goto(`/studio/videos/${id}/trim`);
  await page.getByRole('button', { name: 'Show all of it again' }).click();
  await saysState(page, 'Saved');
  await page.getByText('0:13.000 of 0:13.000 kept').waitFor();
  assert.equal(await page.getByText('Parts of this video are cut out').count(), 0);
  assert.equal(await watchedLengthS(page, id), 13);
  assert.deepEqual(errors, []);
});

test('what is changed while a save runs, fails or is cancelled is kept, and it is said what is saved', {
  timeout: 180_000,
}, async (t) => {
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const { person, id } = await logInWithFilm(page, 'Edited');
  await page.goto(`/studio/videos/${id}/trim`);
  const end = endOfPart(page, 1);
  const save = page.getByRole('button', { name: 'Save', exact: true });
  const trimPath = `**/api/v1/videos/${id}/trim`;
  await end.set('0:10');
  await saysState(page, 'Not saved yet');

  await t.test('a save that fails takes nothing away, and whoever leaves is asked', async () => {
    await page.route(trimPath, (route) => (route.request().method() === 'PUT' ? route.abort() : route.fallback()));
    await save.click();
    await page.getByRole('alert').getByText('Not saved.').waitFor();
    await saysState(page, 'Not saved yet');
    await page.getByRole('link', { name: 'Back to the video' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('What you changed in the parts of this video is only on this page.').waitFor();
    await dialog.getByRole('button', { name: 'Stay' }).click();
    await end.is('0:10.000');
    await page.unroute(trimPath);
  });

  await t.test('a save that was cancelled in another window can be made again', async () => {
    // As the server answers, and then it was cancelled.
    await page.route(trimPath, (route) =>
      route.request().method() === 'PUT' ? route.fulfill({ status: 202, json: { state: 'begun' } }) : route.fallback(),
    );
    const asked = page.waitForRequest((request) => request.url().endsWith('/trim') && request.method() === 'GET');
    await save.click();
    await asked;
    await saysState(page, 'Not saved yet');
    await page.unroute(trimPath);
  });

  await t.test('what was changed meanwhile is there when the save is done, and is saved next', async () => {
    const release = await holdAnswers(page, `/api/v1/videos/${id}`);
    await save.click();
    await saysState(page, 'Being saved');
    await end.set('0:08');
    await saysState(page, 'Newer changes not saved yet');
    await release();
    await page.getByText('Parts of this video are cut out: 0:10.000 of').waitFor({ timeout: 60_000 });
    await saysState(page, 'Not saved yet');
    await end.is('0:08.000');
    assert.deepEqual((await person.client.videos.trim(id)).rangesMs, [[0, 10_000]]);
    await page.getByRole('button', { name: 'Undo' }).click();
    await saysState(page, 'Saved');
    await page.getByRole('button', { name: 'Redo' }).click();
    await saveTrim(page, '0:08.000');
    await saysState(page, 'Saved');
    assert.deepEqual((await person.client.videos.trim(id)).rangesMs, [[0, 8000]]);
  });

  await t.test('a window that was left with changes keeps them when another one saves, and says so', async () => {
    await end.set('0:07');
    const other = await page.context().newPage();
    await other.goto(`/studio/videos/${id}/trim`);
    await endOfPart(other, 1).set('0:05');
    await saveTrim(other, '0:05.000');

    await showWindow(page);
    await page.getByText('Other parts of this video were saved meanwhile').waitFor();
    await end.is('0:07.000');
    await saysState(page, 'Not saved yet');
    await page.getByRole('button', { name: 'Show the parts that play' }).click();
    await end.is('0:05.000');
    await page.getByRole('button', { name: 'Undo' }).click();
    await end.is('0:07.000');
    await saveTrim(page, '0:07.000');

    await showWindow(other);
    await endOfPart(other, 1).is('0:07.000');
    assert.equal(await other.getByText('Other parts of this video were saved meanwhile').count(), 0);
  });
  assert.deepEqual(errors, []);
});

test('a save that is being made is not taken for one that was given up', { timeout: 180_000 }, async (t) => {
  await using opened = await browser.open({ viewport: SIZES.wide });
  const { page, errors } = opened;
  const { person, id } = await logInWithFilm(page, 'Awaited');
  const end = endOfPart(page, 1);
  const save = page.getByRole('button', { name: 'Save', exact: true });

  await t.test('because an answer from before it comes late', async () => {
    const giveUp = await pretendNext(page, id);
    await page.goto(`/studio/videos/${id}/trim`);
    await page.getByText('Until it is ready, viewers see what plays now.').waitFor();
    await end.set('0:10');
    const late = await delayAnswer(page, `/api/v1/videos/${id}/trim`);
    await giveUp();
    await late.given;
    const release = await holdAnswers(page, `/api/v1/videos/${id}`);
    await save.click();
    await saysState(page, 'Being saved');
    await page.getByText('Until it is ready, viewers see what plays now.').waitFor();
    await late.letGo();
    await release();
    await saysState(page, 'Saved');
  });

  await t.test('because nobody says how processing goes', async () => {
    await end.set('0:08');
    await refuseAfterSave(page, id);
    await save.click();
    await saysState(page, 'Being saved');
    await saysState(page, 'Saved');
    assert.deepEqual((await person.client.videos.trim(id)).rangesMs, [[0, 8000]]);
  });
  assert.deepEqual(errors, []);
});
