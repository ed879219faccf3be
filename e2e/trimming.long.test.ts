import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  eventually,
  makeSource,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import type { Page } from 'playwright-core';
import { coloursAt, openPlayer, playDash, playHls } from './browser/play-film.ts';
import { assertPlayed } from './browser/play-sources.ts';
import { type OpenedPage, startBrowser, type TestBrowser } from './browser/start-browser.ts';
import { mediaUrl, request } from './http.ts';

const FPS = 25;
const SECONDS = 30;
const BITS = 10;
/** In pictures of the whole film, whose segments are 100 long: whole ones between parts, and a single picture. */
const KEPT: [number, number][] = [
  [37, 250],
  [313, 314],
  [355, 660],
];
const shown = KEPT.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index));
/** Each picture says its number in black and white bars. */
const counted = `color=gray:s=${BITS}x2:r=R,format=gray,geq=lum='16+219*mod(floor(N/pow(2\\,X))\\,2)',scale=S:flags=neighbor,setsar=1`;

const FILMS = [
  { name: 'no reordered picture', args: ['-bf', '0'] },
  {
    name: 'one reordered picture of full range',
    args: ['-bf', '3', '-x264-params', 'b-pyramid=none:scenecut=0', '-vf', 'scale=out_range=pc', '-color_range', 'pc'],
  },
  { name: 'two reordered pictures', args: ['-bf', '4', '-x264-params', 'b-pyramid=normal:ref=4:scenecut=0'] },
];

let platform: TestPlatform;
let browser: TestBrowser;
let opened: OpenedPage;
let person: Person;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
  browser = await startBrowser(platform.url);
  opened = await browser.open({ bypassCSP: true });
});
after(async () => {
  await browser?.[Symbol.asyncDispose]();
  await platform?.stop();
});

for (const { name, args } of FILMS) {
  test(`a trimmed film with ${name} plays through what was copied and what was encoded`, {
    timeout: 600_000,
  }, async () => {
    const encoder = ['-c:v', 'libx264', '-preset', 'veryfast', '-g', '100', '-pix_fmt', 'yuv420p', ...args];
    const path = await makeSource({
      name,
      extension: 'mp4',
      film: { picture: counted, fps: String(FPS), seconds: SECONDS, width: 640, height: 360 },
      made: [['-i', '{in}', ...encoder, '-c:a', 'copy', '{out}']],
    });
    const video = await trimmed(path);
    const seconds = shown.length / FPS;
    const hls = mediaUrl(platform, video.playback?.hlsUrl);
    await assertCopied(hls);
    const { page } = opened;
    await openPlayer(page);
    assertPlayed(await playHls(page, hls, { rate: 2, most: 1080 }), seconds);
    await assertPictures(page);
    await openPlayer(page);
    const dash = mediaUrl(platform, video.playback?.dashUrl);
    assertPlayed(await playDash(page, dash, { rate: 2, most: 1080 }), seconds);
  });
}

/** Two sets of parameters: of the file's own segments, and of those between them. */
async function assertCopied(hls: string): Promise<void> {
  const answer = await request(new URL('360p/init.mp4', hls).href);
  const init = Buffer.from(await answer.arrayBuffer());
  const sets = (init[init.indexOf('avcC') + 9] ?? 0) & 0x1f;
  assert.equal(sets, 2, 'nothing of the file was encoded but edges');
}

async function trimmed(path: string) {
  const { client } = person;
  const { id } = await uploadFilm(client, path, { title: 'Bars' });
  const before = await waitForState(client, id, 'ready', { timeoutMs: 200_000 });
  await client.videos.setTrim(
    id,
    KEPT.map(([start, end]): [number, number] => [(start * 1000) / FPS, (end * 1000) / FPS]),
  );
  return eventually(
    'the trimmed film plays',
    async () => {
      const video = await client.videos.get(id);
      const { value } = await client.videos.processing(id);
      assert.equal(value?.next?.failure, undefined);
      const plays = video.playback?.edition !== before.playback?.edition && value?.next === null;
      return plays && video.durationMs !== before.durationMs ? video : undefined;
    },
    { timeoutMs: 200_000, everyMs: 250 },
  );
}

/** Looked for one by one, beside each joint and here and there: the picture at its time is the one that belongs there. */
async function assertPictures(page: Page): Promise<void> {
  const edges = shown.flatMap((number, index) =>
    number % 100 === 0 || shown[index - 1] !== number - 1 ? [index] : [],
  );
  const near = (index: number) => index % 23 === 0 || edges.some((edge) => Math.abs(edge - index) <= 4);
  const places = Array.from({ length: BITS }, (_, bit) => [(bit + 0.5) / BITS, 0.5] as const);
  const wrong: string[] = [];
  for (const [index, number] of shown.entries()) {
    if (!near(index)) continue;
    await seek(page, (index + 0.5) / FPS);
    const bars = await coloursAt(page, places);
    const seen = bars.reduce((sum, [red = 0], bit) => sum + (red > 127 ? 2 ** bit : 0), 0);
    if (seen !== number) wrong.push(`${index}: ${seen} instead of ${number}`);
  }
  assert.deepEqual(wrong, []);
}

declare const document: {
  querySelector(selector: 'video'): {
    currentTime: number;
    requestVideoFrameCallback(listener: () => void): void;
    addEventListener(name: 'seeked', listener: () => void, options: { once: true }): void;
  };
};

/** Until the picture of that time is on the screen, which is later than the element tells. */
function seek(page: Page, seconds: number): Promise<void> {
  return page.evaluate(async (seconds) => {
    const video = document.querySelector('video');
    const isShown = new Promise<void>((resolve) => video.requestVideoFrameCallback(resolve));
    const isThere = new Promise<void>((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = seconds;
    await Promise.all([isShown, isThere]);
  }, seconds);
}
