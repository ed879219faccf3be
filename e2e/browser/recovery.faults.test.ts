import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  eventually,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import type { Page, Route } from 'playwright-core';
import { logIn, pictureOf, waitForPicture } from './page-steps.ts';
import { type OpenedPage, startBrowser, type TestBrowser } from './start-browser.ts';

// What code has that runs in the page; all other code is Node's.
interface PageVideo {
  currentTime: number;
}

/** Longer than what a player holds, and of one rendition. */
const SECONDS = 150;
/** Beyond what is held from the beginning. */
const FAR_S = 100;
/** Segments of about 4 s, well before that. */
const FAR_AHEAD = /\/media\/.*\/(?:1[2-9]|[2-9]\d)\.m4s$/;
/** A film this small is held to its end within seconds: what lies far ahead is not answered before somebody goes there. */
const notYet = () => undefined;
const AWAY_MS = 60_000;
const PICTURE = /\/media\/.*\/240p\/\d+\.m4s$/;

let platform: TestPlatform;
let browser: TestBrowser;
let owner: Person;
let film: string;
/** Of those tests that leave it as it is. */
let shared: string;
before(async () => {
  platform = await startPlatform({ shape: 'one', environment: { CHUNK_SECONDS: '20' } });
  browser = await startBrowser(platform.url);
  owner = await registerAccount(platform);
  film = await makeFilm({ seconds: SECONDS, width: 426, height: 240, fps: '12', bitrateBps: 200_000 });
  shared = await publish('Shared');
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});

async function publish(title: string): Promise<string> {
  const { id } = await uploadFilm(owner.client, film, { title });
  await waitForState(owner.client, id, 'ready');
  return id;
}

/** The page of a film, playing. */
async function watch(id = shared): Promise<OpenedPage> {
  const opened = await browser.open();
  await opened.page.route(FAR_AHEAD, notYet);
  await opened.page.goto(`/watch/${id}`);
  await waitForPicture(opened.page, 'it plays', ({ time, width }) => width > 0 && time > 0.5);
  return opened;
}

async function seekTo(page: Page, seconds: number): Promise<void> {
  await page.unroute(FAR_AHEAD, notYet);
  await page.locator('video').evaluate((video: PageVideo, at) => {
    video.currentTime = at;
  }, seconds);
}

/** It goes on playing from there by itself. */
async function assertPlaysFrom(page: Page, seconds: number): Promise<void> {
  const { paused } = await waitForPicture(
    page,
    `it plays on from ${seconds} s`,
    ({ time, width }) => width > 0 && time > seconds + 1,
  );
  assert.equal(paused, false);
}

const says = (page: Page, text: string) => page.getByText(text, { exact: false }).first().waitFor();
const silent = async (page: Page, text: string) =>
  eventually(`“${text}” is gone`, async () => (await page.getByText(text, { exact: false }).count()) === 0);

test('a server that restarts is waited for, and playing goes on', { timeout: 150_000 }, async () => {
  await using opened = await watch();
  const { page } = opened;
  await platform.kill();
  await seekTo(page, FAR_S);
  await says(page, 'The server does not answer');
  await platform.boot();
  await assertPlaysFrom(page, FAR_S);
  await silent(page, 'The server does not answer');
});

for (const status of [404, 500]) {
  test(`a segment that answers ${status} once is asked for again`, { timeout: 120_000 }, async () => {
    await using opened = await watch();
    const { page } = opened;
    let refused = 0;
    await page.route(PICTURE, async (route) => {
      refused++;
      if (refused === 1) await route.fulfill({ status, body: '' });
      else await route.continue();
    });
    await seekTo(page, FAR_S);
    await assertPlaysFrom(page, FAR_S);
    assert.ok(refused > 1, 'it was asked for again');
  });
}

/** The boxes stay whole, the pictures are noise: the element itself gives up. */
async function damage(route: Route): Promise<void> {
  const answer = await route.fetch();
  const body = await answer.body();
  const media = body.indexOf('mdat') + 4;
  await route.fulfill({
    response: answer,
    body: Buffer.concat([body.subarray(0, media), noise(body.length - media)]),
  });
}

test('media that cannot be decoded are loaded anew, and playing goes on', { timeout: 150_000 }, async () => {
  await using opened = await watch();
  const { page } = opened;
  let broken = 0;
  await page.route(PICTURE, (route) => (broken++ < 1 ? damage(route) : route.continue()));
  await seekTo(page, FAR_S);
  await assertPlaysFrom(page, FAR_S);
  assert.ok(broken > 0);
});

test('media that stay broken are given up with a sentence, and loaded again for who asks', {
  timeout: 150_000,
}, async () => {
  await using opened = await watch();
  const { page } = opened;
  let broken = 0;
  const damaged = (route: Route) => {
    broken++;
    return damage(route);
  };
  await page.route(PICTURE, damaged);
  await seekTo(page, FAR_S);
  await says(page, 'This browser cannot play this video');
  assert.ok(broken >= 3, 'it was tried more than once');
  const asked = broken;
  await page.waitForLoadState('networkidle');
  assert.equal(broken, asked, 'nothing more is asked for');
  await says(page, 'This browser cannot play this video');
  await page.unroute(PICTURE, damaged);
  await page.getByRole('button', { name: 'Try again' }).click();
  await assertPlaysFrom(page, FAR_S);
  await silent(page, 'This browser cannot play this video');
});

test('a network that is away for long is said and waited for', { timeout: 180_000 }, async () => {
  await using opened = await watch();
  const { page } = opened;
  const began = performance.now();
  await page.context().setOffline(true);
  await seekTo(page, FAR_S);
  await says(page, 'You are offline');
  await eventually('a minute is over', async () => performance.now() - began > AWAY_MS, { timeoutMs: 2 * AWAY_MS });
  await page.context().setOffline(false);
  await assertPlaysFrom(page, FAR_S);
  await silent(page, 'You are offline');
});

test('an address that ended in a tab left for hours is replaced when playing goes on', {
  timeout: 120_000,
}, async () => {
  const id = await publish('Left alone');
  await owner.client.videos.update(id, { visibility: 'private' });
  await using opened = await browser.open();
  const { page } = opened;
  await logIn(page, owner);
  // As the server answers an address whose token has expired, until another one has been asked for. A short film would be
  // loaded to its end before that: what lies far ahead is not answered at all.
  let expired = false;
  let renewed = false;
  page.on('request', (request) => {
    if (expired && request.url().endsWith(`/api/v1/videos/${id}`)) renewed = true;
  });
  await page.route(/\/media\//, (route) => {
    if (renewed) return route.continue();
    if (expired) return route.fulfill({ status: 404, contentType: 'application/problem+json', body: '{}' });
    return FAR_AHEAD.test(route.request().url()) ? undefined : route.continue();
  });
  await page.goto(`/watch/${id}`);
  await waitForPicture(page, 'it plays', ({ time, width }) => width > 0 && time > 0.5);
  await page.keyboard.press('k');
  await waitForPicture(page, 'it is paused', ({ paused }) => paused);
  expired = true;
  await seekTo(page, FAR_S);
  const held = await pictureOf(page);
  assert.equal(held.paused, true);
  await page.keyboard.press('k');
  await assertPlaysFrom(page, FAR_S);
  assert.ok(renewed);
});

for (const [name, withdraw] of [
  ['made private', (id: string) => owner.client.videos.update(id, { visibility: 'private' })],
  ['deleted', (id: string) => owner.client.videos.delete(id)],
] as const) {
  test(`a viewer of a film that is ${name} is told that it is not available`, { timeout: 120_000 }, async () => {
    const id = await publish(`To be ${name}`);
    await using opened = await watch(id);
    const { page } = opened;
    await withdraw(id);
    await seekTo(page, FAR_S);
    await says(page, 'This video is not available any more');
    await page.getByRole('button', { name: 'Try again' }).click();
    await says(page, 'This video is not available any more');
  });
}

function noise(length: number): Buffer {
  return Buffer.from(Uint8Array.from({ length }, (_, index) => (index * 7_919 + (index >> 8) * 31) % 251));
}
