import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('what was watched is found again, taken out, brought back and cleared, and nothing is kept while it is paused', {
  timeout: 90_000,
}, async () => {
  const [maker, viewer] = await Promise.all([
    registerAccount(platform, { name: 'Maker' }),
    registerAccount(platform, { name: 'Viewer' }),
  ]);
  const { id } = await uploadFilm(maker.client, await makeFilm({ seconds: 12 }), {
    title: 'The lighthouse',
    visibility: 'public',
  });
  await waitForState(maker.client, id, 'ready');
  const long = await maker.client.videos.create({
    title: 'Everything that happened on the long way from the harbour to the last of the islands',
    visibility: 'public',
  });
  const watch = (videoId: string) => {
    const beacon = { viewId: crypto.randomUUID(), positionMs: 6000, watchedMs: 6000, durationMs: 12_000 };
    return eventually('playback knows the video', () =>
      viewer.client.playback.sendBeacon(videoId, { ...beacon, event: 'progress' }).then(
        () => true,
        () => false,
      ),
    );
  };
  await using opened = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = opened;
  await logIn(page, viewer);
  await page.goto('/history');
  await page.getByRole('heading', { name: 'Nothing watched yet' }).waitFor();
  await assertUsableNow(page, 'a history of nothing');
  await watch(id);
  await watch(long.id);
  await eventually('both are noted', async () => (await viewer.client.history.list()).items.length === 2);

  await page.goto('/history');
  const rows = page.getByRole('main').getByRole('listitem');
  await page.getByRole('link', { name: /The lighthouse/ }).waitFor();
  assert.equal(await rows.count(), 2);
  assert.match((await rows.first().textContent()) ?? '', /^Everything that happened/);
  await assertUsableNow(page, 'a history');
  await page.setViewportSize(SIZES.wide);

  const field = page.getByRole('searchbox', { name: 'Search in your history' });
  await field.fill('LIGHT');
  await page.waitForURL('**/history?q=LIGHT');
  await page.getByRole('link', { name: /Everything/ }).waitFor({ state: 'detached' });
  await field.fill('nothing like it');
  await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
  await field.fill('');
  await page.getByRole('button', { name: 'Remove The lighthouse from your history' }).click();
  await page.getByRole('link', { name: /The lighthouse/ }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('link', { name: /The lighthouse/ }).waitFor();
  await page.getByRole('button', { name: 'Clear history' }).click();
  await page.getByRole('heading', { name: 'Nothing watched yet' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByRole('link', { name: /The lighthouse/ }).waitFor();

  await page.getByRole('switch', { name: 'Pause the watch history' }).click();
  await eventually('it is paused', async () => (await viewer.page.identity.me()).historyPaused);
  await page.getByRole('button', { name: 'Clear history' }).click();
  await page.getByRole('heading', { name: 'Your history is paused' }).waitFor();
  assert.deepEqual(opened.errors, []);
});
