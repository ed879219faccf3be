import assert from 'node:assert/strict';
import type { NextEdition, Processing } from '@kinora/sdk';
import { eventually } from '@kinora/testing';
import type { Page, Route } from 'playwright-core';
import { waitForPicture } from './page-steps.ts';

/** What code has that runs in the page; all other code is Node's. */
declare const requestAnimationFrame: (look: () => void) => void;
declare const Event: new (name: string, options: { bubbles: boolean }) => object;
interface PageDocument {
  dispatchEvent(event: object): void;
}
interface PreviewVideo {
  currentTime: number;
  duration: number;
  paused: boolean;
  ended: boolean;
  pause(): void;
}

/** Cuts the first part in two where it is clicked in the timeline, and types what the two begin and end with. */
export async function cutPart(
  page: Page,
  { fromS, untilS, lengthS }: { fromS: number; untilS: number; lengthS: number },
): Promise<void> {
  await lookAt(page, { atS: (fromS + untilS) / 2, lengthS });
  await page.keyboard.press('s');
  await page.getByRole('textbox', { name: 'End of part 1' }).fill(String(fromS));
  await page.getByRole('textbox', { name: 'Start of part 2' }).fill(String(untilS));
  await page.keyboard.press('Enter');
}

/** Clicks in the timeline, of a film of that length. */
export async function lookAt(page: Page, { atS, lengthS }: { atS: number; lengthS: number }): Promise<void> {
  const strip = page.locator('.trim-strip');
  const { width } = (await strip.boundingBox()) ?? { width: 0 };
  await strip.click({ position: { x: (width * atS) / lengthS, y: 20 } });
  await waitForPicture(page, 'it shows where it was clicked', ({ time }) => Math.abs(time - atS) < 0.2);
}

/** Resolves when the page shows what was made of it. */
export async function saveTrim(page: Page, kept: string): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText(`Parts of this video are cut out: ${kept} of`).waitFor({ timeout: 60_000 });
}

/** Plays the first part until what is behind the cut is shown, and nothing between. */
export async function playOverCut(page: Page, { fromS, untilS }: { fromS: number; untilS: number }): Promise<void> {
  // A machine that draws nothing for half a second looks like somebody who seeks: then it is played again.
  await eventually(
    'the preview plays over the cut',
    async () => {
      await page.getByRole('button', { name: 'Play part 1' }).click();
      const shown = await page.locator('video').evaluate(timesAround, { fromS, untilS });
      return shown.length > 0 && shown.every((time) => time < fromS + 0.5 || time >= untilS - 0.05);
    },
    { timeoutMs: 45_000, everyMs: 0 },
  );
}

/** What each frame of the screen shows from before a cut until behind it; it is paused in the end. */
function timesAround(video: PreviewVideo, { fromS, untilS }: { fromS: number; untilS: number }): Promise<number[]> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const look = () => {
      const { currentTime, paused, ended } = video;
      if (times.length > 0 || (!paused && currentTime < fromS)) times.push(currentTime);
      if (!ended && (times.length === 0 || currentTime < untilS)) return requestAnimationFrame(look);
      video.pause();
      resolve(times);
    };
    look();
  });
}

/** How long the film is that a viewer gets, to a tenth of a second. */
export async function watchedLengthS(page: Page, videoId: string): Promise<number> {
  await page.goto(`/watch/${videoId}`);
  await waitForPicture(page, 'there is a picture', ({ width }) => width > 0);
  const length = await page.locator('video').evaluate((video: PreviewVideo) => video.duration);
  return Math.round(length * 10) / 10;
}

/** Plays a part, the last one, until the preview stops, and from there again. */
export async function playToEnd(
  page: Page,
  { part, firstS, lastS }: { part: number; firstS: number; lastS: number },
): Promise<void> {
  await page.getByRole('button', { name: `Play part ${part}` }).click();
  const stopped = await waitForPicture(page, 'it stops', ({ paused, time }) => paused && time > lastS - 1);
  assert.ok(stopped.time < lastS, `it shows the last picture that is kept, not ${stopped.time} s`);
  await page.keyboard.press('k');
  await waitForPicture(page, 'it begins anew', ({ paused, time }) => !paused && time >= firstS && time < lastS - 1);
  await page.keyboard.press('k');
}

/** The field with the end of a part. */
export function endOfPart(page: Page, number: number) {
  const field = page.getByRole('textbox', { name: `End of part ${number}` });
  return {
    set: async (time: string) => {
      await field.fill(time);
      await field.press('Enter');
    },
    is: async (time: string) => {
      await eventually(`it ends at ${time}`, async () => (await field.inputValue()) === time);
    },
  };
}

/** What the page says of what is saved. */
export async function saysState(page: Page, state: string): Promise<void> {
  await page.getByRole('status').getByText(state, { exact: true }).waitFor({ timeout: 60_000 });
}

/** Answers of that path do not come before what is returned is called. */
export async function holdAnswers(page: Page, path: string): Promise<() => Promise<void>> {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const isPath = (url: URL) => url.pathname === path;
  await page.route(isPath, async (route) => {
    await released;
    await route.fallback();
  });
  return async () => {
    release();
    await page.unroute(isPath, undefined);
  };
}

/** What the server answers next at that path comes late: `given` resolves when it has, and it is there when it is let go. */
export async function delayAnswer(page: Page, path: string) {
  const { promise: given, resolve: give } = Promise.withResolvers<void>();
  const { promise: released, resolve: letGo } = Promise.withResolvers<void>();
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  const delay = async (route: Route) => {
    const response = await route.fetch();
    give();
    await released;
    await route.fulfill({ response });
    arrive();
  };
  await page.route(({ pathname }) => pathname === path, delay, { times: 1 });
  return {
    given,
    letGo: () => {
      letGo();
      return arrived;
    },
  };
}

/** The page hears that another window's save is being made until what is returned is called. */
export async function pretendNext(page: Page, videoId: string): Promise<() => Promise<void>> {
  const path = `**/api/v1/videos/${videoId}/processing`;
  const next: NextEdition = { kind: 'trim', state: 'waiting', progress: 0, etaMs: null, upload: null, failure: null };
  await page.route(path, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ json: { ...((await response.json()) as Processing), next } });
  });
  return () => page.unroute(path);
}

/** Nobody says how processing goes when it is first asked after the next save. */
export async function refuseAfterSave(page: Page, videoId: string): Promise<void> {
  const path = `**/api/v1/videos/${videoId}`;
  let refusals = 0;
  let isSaved = false;
  await page.route(`${path}/processing`, async (route) => {
    if (!isSaved || refusals > 0) return await route.fallback();
    refusals += 1;
    await route.fulfill({ status: 429, json: {} });
  });
  await page.route(`${path}/trim`, async (route) => {
    if (route.request().method() !== 'PUT') return await route.fallback();
    const response = await route.fetch();
    isSaved = true;
    await route.fulfill({ response });
  });
}

/** As somebody does who comes back to this window from another one. */
export async function showWindow(page: Page): Promise<void> {
  await page.bringToFront();
  await page.locator('html').evaluate((html: { ownerDocument: PageDocument }) => {
    html.ownerDocument.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
}
