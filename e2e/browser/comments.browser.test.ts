import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertUsableNow, SIZES } from './assert-usable.ts';
import { logIn } from './page-steps.ts';
import { browser, platform } from './site.ts';

test('two people meet below a video: they like, comment, answer, follow, and moderate', {
  timeout: 120_000,
}, async () => {
  const [maker, viewer] = await Promise.all([
    registerAccount(platform, { name: 'Maker' }),
    registerAccount(platform, { name: 'Viewer' }),
  ]);
  const film = await makeFilm({ seconds: 12 });
  const { id } = await uploadFilm(maker.client, film, { title: 'The harbour', visibility: 'public' });
  await waitForState(maker.client, id, 'ready');
  await using theirs = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = theirs;
  await page.goto(`/watch/${id}`);
  await page.getByRole('button', { name: 'Subscribe to Maker' }).click();
  await page.waitForURL('**/login?next=**');
  await logIn(page, viewer);
  await page.goto(`/watch/${id}`);

  // A like counts at once, and turns into a dislike.
  const like = page.getByRole('button', { name: /^Like this video/ });
  await like.click();
  await page.getByRole('button', { name: 'Like this video, 1 like' }).waitFor();
  await eventually('the like is stored', async () => (await maker.client.reactions.get(id)).likes === 1);
  await page.getByRole('button', { name: 'Dislike this video' }).click();
  await eventually('it is a dislike', async () => (await maker.client.reactions.get(id)).dislikes === 1);

  await page.getByRole('button', { name: 'Subscribe to Maker' }).click();
  const subscribed = page.getByRole('button', { name: /^Subscribed to Maker/ });
  await subscribed.click();
  await page.getByRole('menuitemradio', { name: 'All videos' }).click();
  await page.keyboard.press('Escape');
  await eventually(
    'the bell rings for all',
    async () => (await viewer.client.subscriptions.list()).items[0]?.bell === 'all',
  );

  const field = page.getByRole('textbox', { name: 'Write a comment' });
  await field.fill('At 0:05 there is a whale, @maker!');
  await field.press('Control+Enter');
  const comment = page.getByRole('article', { name: 'Comment by Viewer' });
  await comment.getByRole('button', { name: '0:05' }).click();
  await eventually('the film is at the whale', () =>
    page.evaluate(`document.querySelector('video')?.currentTime >= 5`).then(Boolean),
  );
  await page.getByRole('button', { name: 'Pause' }).first().click();
  await comment.getByRole('link', { name: '@maker' }).waitFor();
  await assertUsableNow(page, 'comments below a video');
  await page.setViewportSize(SIZES.wide);

  {
    await using own = await browser.open({ viewport: SIZES.phone, bypassCSP: true });
    await logIn(own.page, maker);
    await own.page.goto(`/watch/${id}`);
    await own.page.getByRole('button', { name: '1 comment' }).click();
    const seen = own.page.getByRole('article', { name: 'Comment by Viewer' });
    await seen.getByRole('button', { name: 'Reply to Viewer' }).click();
    await own.page.getByRole('textbox', { name: 'Your reply to Viewer' }).fill('A seal, I think.');
    await own.page.getByRole('button', { name: 'Reply', exact: true }).last().click();
    await own.page.getByText('A seal, I think.').waitFor();
    await seen.getByRole('button', { name: 'More about the comment by Viewer' }).click();
    await own.page.getByRole('menuitem', { name: 'Give a heart' }).click();
    await seen.getByRole('img', { name: 'Maker likes this' }).waitFor();
    await seen.getByRole('button', { name: 'More about the comment by Viewer' }).click();
    await own.page.getByRole('menuitem', { name: 'Pin' }).click();
    await own.page.getByText('Pinned by Maker').waitFor();
    await assertUsableNow(own.page, 'comments in a sheet');
    assert.deepEqual(own.errors, []);
  }
  const [stored] = (await viewer.client.comments.list(id)).items;
  assert.deepEqual([stored?.pinned, stored?.hearted, stored?.replies], [true, true, 1]);

  // Deleted, and taken back.
  await comment.getByRole('button', { name: 'More about the comment by Viewer' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await comment.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await comment.waitFor();
  await page.getByRole('button', { name: '1 reply' }).click();
  await page.getByText('A seal, I think.').waitFor();

  // What is refused stays in its field, and is not shown as said.
  await page.route('**/comments', (route) => route.abort());
  await field.fill('Lost?');
  await field.press('Control+Enter');
  await page.getByRole('alert').waitFor();
  assert.equal(await field.inputValue(), 'Lost?');
  assert.equal(await page.getByRole('article', { name: 'Comment by Viewer' }).count(), 1);
  await page.unroute('**/comments');
  await field.press('Control+Enter');
  await page.getByRole('article', { name: 'Comment by Viewer' }).nth(1).waitFor();

  await page.goto('/subscriptions');
  await page
    .getByRole('link', { name: /The harbour/ })
    .first()
    .waitFor();
  await assertUsableNow(page, 'what is new in subscriptions');
  await page.setViewportSize(SIZES.wide);
  await page.getByRole('tab', { name: 'Channels' }).click();
  await page.getByRole('button', { name: /^Subscribed to Maker/ }).waitFor();
  await assertUsableNow(page, 'the channels that are followed');
  assert.deepEqual(
    theirs.errors.filter((error) => !error.includes('ERR_FAILED')),
    [],
  );

  await using studio = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  await logIn(studio.page, maker);
  await studio.page.goto('/studio/comments');
  await studio.page.getByRole('article', { name: 'Comment by Viewer' }).first().waitFor();
  await assertUsableNow(studio.page, 'comments in the studio');
  await studio.page.getByRole('tab', { name: 'Settings' }).click();
  await studio.page.getByLabel('Blocked words').fill('whale\nscam');
  await studio.page.getByRole('button', { name: 'Save' }).click();
  await eventually('the words are kept', async () => {
    const [channel] = await maker.client.channels.mine();
    return (await maker.client.comments.settings(channel?.id ?? '')).blockedWords.length === 2;
  });
  await assertUsableNow(studio.page, 'settings of comments');
  await viewer.client.comments.write(id, { text: 'A SCAM' });
  await studio.page.getByRole('tab', { name: 'Comments' }).click();
  await studio.page.getByRole('radio', { name: 'Held' }).click();
  const held = studio.page.getByRole('article', { name: 'Comment by Viewer' });
  await held.getByRole('button', { name: 'Let through' }).click();
  await held.waitFor({ state: 'detached' });
  await studio.page.getByRole('tab', { name: 'Log' }).click();
  await studio.page.getByText('Maker let a comment by Viewer through').waitFor();
  await assertUsableNow(studio.page, 'the log of moderation');
  assert.deepEqual(studio.errors, []);
});

test('what somebody reports is decided by those who keep order', { timeout: 60_000 }, async () => {
  const [maker, viewer, admin] = [
    await registerAccount(platform, { name: 'Shipper' }),
    await registerAccount(platform, { name: 'Watcher' }),
    await administratorOf(platform),
  ];
  const film = await makeFilm({ seconds: 2 });
  const { id } = await uploadFilm(maker.client, film, { title: 'The crane', visibility: 'public' });
  await waitForState(maker.client, id, 'ready');
  const { id: commentId } = await maker.client.comments.write(id, { text: 'Buy my ropes' });
  {
    await using theirs = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
    const { page } = theirs;
    await logIn(page, viewer);
    await page.goto(`/watch/${id}?comment=${commentId}`);
    const comment = page.getByRole('article', { name: 'Comment by Shipper' });
    await comment.getByRole('button', { name: 'More about the comment by Shipper' }).click();
    await page.getByRole('menuitem', { name: 'Report' }).click();
    const dialog = page.getByRole('dialog', { name: 'Report this comment' });
    await dialog.getByRole('button', { name: 'Send the report' }).click();
    await dialog.getByRole('alert').waitFor();
    await dialog.getByRole('radio', { name: 'Advertising or fraud' }).check();
    await dialog.getByRole('button', { name: 'Send the report' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await page.getByRole('dialog', { name: 'Report this video' }).waitFor();
    await assertUsableNow(page, 'a report');
    assert.deepEqual(theirs.errors, []);
  }
  await using own = await browser.open({ viewport: SIZES.wide, bypassCSP: true });
  const { page } = own;
  await logIn(page, admin);
  await page.goto('/admin/reports');
  const report = page.getByRole('article', { name: 'Report: Advertising or fraud' });
  await report.getByText('Buy my ropes').waitFor();
  await assertUsableNow(page, 'reports');
  await report.getByRole('button', { name: 'Take the comment away' }).click();
  await report.waitFor({ state: 'detached' });
  await eventually('nobody reads it', async () => (await viewer.client.comments.list(id)).total === 0);
  await page.getByRole('radio', { name: 'Something was done' }).click();
  await report.waitFor();
  assert.deepEqual(own.errors, []);
});
