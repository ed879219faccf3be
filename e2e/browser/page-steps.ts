import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { eventually } from '@kinora/testing';
import type { Page } from 'playwright-core';

// What code has that runs in the page; all other code is Node's.
declare const DataTransfer: new () => { items: { add(file: File): void } };
interface PageVideo {
  currentTime: number;
  videoWidth: number;
  videoHeight: number;
  paused: boolean;
  getVideoPlaybackQuality(): { totalVideoFrames: number };
}

let count = 0;

export interface PagePerson {
  email: string;
  password: string;
}

/** Counts clicks of the pointer in all pages that are opened from now on; answers how many there were. */
export async function countClicks(page: Page): Promise<() => Promise<number>> {
  let clicks = 0;
  await page.exposeFunction('countClick', () => {
    clicks++;
  });
  await page.addInitScript(() => {
    const { addEventListener, countClick } = globalThis as unknown as {
      addEventListener(
        type: 'click',
        listener: (event: { isTrusted: boolean; detail: number }) => void,
        capture: true,
      ): void;
      countClick(): void;
    };
    // A press of Enter is a click without a detail.
    addEventListener('click', (event) => event.isTrusted && event.detail > 0 && countClick(), true);
  });
  return async () => clicks;
}

/** Makes an account in the page and comes out at home. */
export async function registerInPage(page: Page, path = '/register'): Promise<PagePerson> {
  count++;
  const person = { email: `page.${process.pid}.${count}@example.org`, password: `several long words ${count}` };
  await page.goto(path);
  await page.locator('input[name=displayName]').fill(`Page person ${count}`);
  await page.locator('input[name=email]').fill(person.email);
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => !url.pathname.startsWith(path.split('?')[0] ?? path));
  if (path === '/register') {
    await page.locator('button[name=skip]').click();
    await page.waitForURL((url) => url.pathname !== '/welcome');
  }
  return person;
}

/** Comes out at home, or where the page that it is `at` leads. */
export async function logIn(page: Page, { email, password }: PagePerson, { at = '/login' } = {}): Promise<void> {
  await page.goto(at);
  await page.locator('input[name=email]').fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL((url) => url.pathname !== '/login');
}

/** Drops a file on the page as a file manager does. */
export async function dropFile(page: Page, path: string): Promise<void> {
  const bytes = (await readFile(path)).toString('base64');
  const transfer = await page.evaluateHandle(
    ({ name, content }) => {
      const data = new DataTransfer();
      const raw = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      data.items.add(new File([raw], name, { type: 'video/mp4', lastModified: 1_700_000_000_000 }));
      return data;
    },
    { name: basename(path), content: bytes },
  );
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  // The page says that it will take it, as it does while the pointer still moves.
  await page.getByText('Let go to upload').waitFor();
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Bytes per second that the page may send until what it answers is called. */
export async function limitUpload(page: Page, bytesPerSecond: number): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: bytesPerSecond,
  });
  return () => session.detach();
}

export interface Picture {
  time: number;
  width: number;
  height: number;
  paused: boolean;
  frames: number;
}

/** Of the page's video now. */
export function pictureOf(page: Page): Promise<Picture> {
  return page.locator('video').evaluate((video: PageVideo) => ({
    time: video.currentTime,
    width: video.videoWidth,
    height: video.videoHeight,
    paused: video.paused,
    frames: video.getVideoPlaybackQuality().totalVideoFrames,
  }));
}

/** The first picture that is as wanted. */
export function waitForPicture(page: Page, what: string, wanted: (picture: Picture) => boolean): Promise<Picture> {
  return eventually(
    what,
    async () => {
      const picture = await pictureOf(page);
      return wanted(picture) && picture;
    },
    { timeoutMs: 45_000, everyMs: 100 },
  );
}

/** Plays on by at least a second, with pictures. */
export async function assertPlays(page: Page): Promise<Picture> {
  const { time: from } = await waitForPicture(page, 'there is a picture', ({ width, time }) => width > 0 && time > 0);
  const picture = await waitForPicture(page, 'it plays', ({ time }) => time > from + 1);
  assert.ok(picture.width > 0 && picture.height > 0 && picture.frames > 10, JSON.stringify(picture));
  return picture;
}
