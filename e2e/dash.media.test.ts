import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { createClient } from '@kinora/sdk';
import {
  eventually,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  startVideo,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { openPlayer, playDash } from './browser/play-film.ts';
import { assertPlayed } from './browser/play-sources.ts';
import { type OpenedPage, startBrowser, type TestBrowser } from './browser/start-browser.ts';
import { mediaUrl } from './http.ts';

const SECONDS = 24;
/** So small that all of it is passed through, in segments of 4 s. */
const FILM = { fps: '25', seconds: SECONDS, width: 426, height: 240, moovLast: true } as const;
const MOST = 0.6;
const MOST_LINES = 1080;

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

interface PageVideo {
  currentTime: number;
}

test('a DASH player plays a film while it uploads, to its end', { timeout: 180_000 }, async () => {
  const { client } = person;
  const film = await makeFilm(FILM);
  const bytes = await readFile(film);
  const { id, upload } = await startVideo(client, film, { visibility: 'public' });
  const read = async (start: number, end: number) => bytes.subarray(start, end);
  await client.uploads.sendIndex({ url: upload.url, source: { sizeBytes: bytes.length, read } });
  const most = Math.floor(bytes.length * MOST);
  await client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, most) });
  const visitor = createClient({ baseUrl: platform.url });
  const dash = await eventually('it plays', async () => (await visitor.videos.get(id)).playback?.dashUrl);
  const address = mediaUrl(platform, dash);
  const manifest = await (await fetch(address)).text();
  assert.match(manifest, /type="dynamic" minimumUpdatePeriod=/);

  const { page } = opened;
  await openPlayer(page);
  const playing = playDash(page, address, { rate: 1, most: MOST_LINES });
  await eventually('it plays what is there', () =>
    page.locator('video').evaluate((video: PageVideo) => video.currentTime > 1),
  );
  await client.uploads.patch(upload.url, { offsetBytes: most, body: bytes.subarray(most) });
  const { live, ...playback } = await playing;
  assert.equal(live, true, 'it was still growing when it was loaded');
  assertPlayed(playback, SECONDS);
  assert.match(await (await fetch(address)).text(), /type="static" mediaPresentationDuration=/);
});

test('a DASH player lists the sounds and captions of a film by language and name', { timeout: 180_000 }, async () => {
  const { client } = person;
  const film = await makeFilm({
    ...{ extension: 'mkv', width: 426, height: 240, seconds: 9, audio: 'normal', language: 'ger' },
    moreSounds: [{ hz: 700, language: 'eng', title: 'Commentary' }],
    captions: '1\n00:00:01,000 --> 00:00:02,500\nEs war einmal\n',
  });
  const { id } = await uploadFilm(client, film);
  const video = await waitForState(client, id, 'ready');
  await eventually('the captions are there', async () => (await client.captions.list(id)).length > 0);
  const { page } = opened;
  await openPlayer(page);
  const { sounds, captions, ...playback } = await playDash(page, mediaUrl(platform, video.playback?.dashUrl), {
    rate: 4,
    most: MOST_LINES,
  });
  assertPlayed(playback, 9);
  const labels = video.playback?.sounds.map(({ language, label }) => ({ language, label }));
  assert.deepEqual(
    sounds.map(({ language, label }) => ({ language, label })),
    labels,
  );
  assert.deepEqual(
    sounds.map(({ active }) => active),
    [true, false],
  );
  assert.deepEqual(
    captions.map(({ language, label }) => ({ language, label })),
    [{ language: 'de', label: 'Deutsch' }],
  );
});
