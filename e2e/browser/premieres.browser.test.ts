import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import type { Page } from 'playwright-core';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

const FILM_S = 40;

test('a premiere is set in the editor, counted down on its page, and turns into a film that all watch together', {
  timeout: 120_000,
}, async () => {
  const person = await registerAccount(platform);
  const title = 'The long way home';
  const { id } = await uploadFilm(person.client, await makeFilm({ seconds: FILM_S }), {
    title,
    visibility: 'private',
    description: 'Two friends, one rocket and the long way home.',
  });
  await waitForState(person.client, id, 'ready');
  await using editing = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  await logIn(editing.page, person);
  await editing.page.goto(`/studio/videos/${id}`);
  await editing.page.getByRole('button', { name: 'Publish later' }).click();
  await editing.page.getByRole('switch', { name: 'As a premiere' }).click();
  await eventually('it is a premiere', async () => (await person.client.videos.get(id)).premiere !== null);
  await assertUsableNow(editing.page, 'a premiere in the editor');
  await editing.page.goto(`/watch/${id}`);
  await editing.page.getByText('Until then only you').waitFor();
  assert.deepEqual(editing.errors, []);

  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await page.goto('/');
  await page.getByRole('heading', { name: 'Coming premieres' }).waitFor();
  await page.getByRole('link', { name: title }).click();
  await page.getByRole('heading', { name: title }).waitFor();
  await page.getByRole('timer').waitFor();
  await assertUsableNow(page, 'the page of a premiere');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Add to calendar' }).click();
  assert.match((await download).suggestedFilename(), /\.ics$/);
  const at = Date.now() + 3000;
  await person.client.videos.update(id, { publishAt: new Date(at).toISOString() });
  await page.reload();
  await page.evaluate('globalThis.isStillThisPage = true');
  const position = () => positionOf(page);
  await eventually('it plays', async () => (await position()) > 0.3, { timeoutMs: 20_000 });
  assert.ok(await page.evaluate<boolean>('globalThis.isStillThisPage === true'), 'without a reload');
  const startedAt = Date.parse((await person.client.videos.get(id)).premiere?.startedAt ?? '');
  const together = () => (Date.now() - startedAt) / 1000;
  assert.ok(Math.abs((await position()) - together()) < 4, `${await position()} of ${together()} s`);
  await page.getByText('Everybody watches together').waitFor();

  await using late = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  await late.page.goto('/');
  await late.page.getByText('Premiere now').waitFor();
  await late.page.getByRole('link', { name: title }).click();
  await eventually('who is late joins the others', () => isNear(late.page, together));
  await late.page.getByRole('slider', { name: 'Seek' }).press('End');
  await eventually('nobody is ahead of them', () => isNear(late.page, together));
  await eventually('there is something to be late for', async () => together() > 8);
  await late.page.keyboard.press('0');
  await late.page.getByRole('button', { name: 'Join the others' }).click();
  await eventually('they are together again', () => isNear(late.page, together));
  await assertUsableNow(late.page, 'a premiere that runs');
  assert.deepEqual([opened.errors, late.errors], [[], []]);
});

function positionOf(page: Page): Promise<number> {
  return page.evaluate<number>(`document.querySelector('video')?.currentTime ?? -1`);
}

async function isNear(page: Page, together: () => number): Promise<boolean> {
  const positionS = await positionOf(page);
  return positionS > 0 && Math.abs(positionS - together()) < 3;
}
