import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import {
  makeSource,
  PATCH,
  type Person,
  registerAccount,
  type SourceFilm,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import type { Page } from 'playwright-core';
import { mediaUrl } from '../http.ts';
import { coloursAt, openPlayer, type Playback, playDash, playHls } from './play-film.ts';
import { type OpenedPage, startBrowser, type TestBrowser } from './start-browser.ts';

let platform: TestPlatform;
let browser: TestBrowser;
let opened: OpenedPage;
let person: Person;

/** What the browser of this machine decodes in time without a graphics card. */
const MOST_LINES = 1080;
const RATE = 4;
/** Above this short side the processor alone does not decode four times as fast. */
const FAST_LINES = 480;
const LONG_S = 120;
/** The highest that browsers know. */
const MOST_RATE = 16;

const isLong = ({ film }: SourceFilm) => (film.seconds ?? 0) > LONG_S;

/** Each of these is uploaded, decoded in every rendition, and played to its end by hls.js and by Shaka. */
export function playSources(sources: readonly SourceFilm[]): void {
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
  const asked = sources.filter(({ name }) => name.includes(process.env.SOURCE ?? ''));
  for (const source of asked.toSorted((a, b) => Number(isLong(a)) - Number(isLong(b))))
    test(`in a browser: ${source.name}`, { timeout: 600_000 }, () => playSource(source));
}

async function playSource(source: SourceFilm): Promise<void> {
  const { id } = await uploadFilm(person.client, await makeSource(source), { title: source.name });
  const video = await waitForState(person.client, id, 'ready', { timeoutMs: 300_000 });
  const hls = mediaUrl(platform, video.playback?.hlsUrl);
  const dash = mediaUrl(platform, video.playback?.dashUrl);
  for (const address of [hls, dash]) await assertDecodes(address);

  const { page } = opened;
  const seconds = (video.durationMs ?? 0) / 1000;
  const lines = Math.min(
    ...(video.playback?.renditions.slice(0, 1).flatMap(({ width, height }) => [width, height]) ?? []),
  );
  const rate = isLong(source) ? MOST_RATE : lines > FAST_LINES ? 1 : RATE;
  await openPlayer(page);
  assertPlayed(await playHls(page, hls, { rate, most: MOST_LINES }), seconds);
  await assertColours(page, source);
  if ((video.playback?.renditions.length ?? 0) > 1) {
    await openPlayer(page);
    assertPlayed(await playHls(page, hls, { rate, most: 0 }), seconds);
    await assertColours(page, source);
  }
  await openPlayer(page);
  assertPlayed(await playDash(page, dash, { rate, most: MOST_LINES }), seconds);
}

/** Every rendition that a manifest lists, by ffmpeg, which has nothing to say of it. */
async function assertDecodes(address: string): Promise<void> {
  const { ffmpegPath } = await findFfmpeg();
  // By its own times: in those of the frame rate two frames of a slow film would be one.
  const exactly = ['-fps_mode:v', 'passthrough', '-enc_time_base:v', '1:90000'];
  const args = ['-v', 'error', '-nostdin', '-i', address, '-map', '0', ...exactly, '-f', 'null', '-'];
  const { stderr } = await promisify(execFile)(ffmpegPath, args);
  assert.equal(stderr, '', address);
}

export function assertPlayed({ stalls, errors, endedAt, duration, frames }: Playback, seconds: number): void {
  assert.deepEqual({ stalls, errors }, { stalls: [], errors: [] });
  assert.ok(Math.abs(duration - seconds) < 0.2, `it lasts ${duration} s instead of ${seconds} s`);
  assert.ok(Math.abs(endedAt - seconds) < 0.2, `it ends at ${endedAt} s of ${seconds} s`);
  assert.ok(frames > 0, 'there are pictures');
}

/** Eight bit, an encoder and two conversions of colour: none of them moves a plain patch further. */
const SAME_COLOUR = 14;
/** Tones that are mapped get darker; as they are, without that, they are off by twice as much and grey. */
const MAPPED_COLOUR = 45;

/** Sources of two plain patches look like it, and the upper left of what the camera saw is where the matrix puts it. */
async function assertColours(page: Page, { name, film }: SourceFilm): Promise<void> {
  if (!film.picture) return;
  const corner = film.rotation === 90 ? ([0.9, 0.1] as const) : ([0.1, 0.1] as const);
  const [rest = [], inCorner = []] = await coloursAt(page, [[0.5, 0.6], corner]);
  for (const [actual, wanted] of [
    [rest, PATCH.rgb],
    [inCorner, PATCH.corner],
  ] as const) {
    const off = Math.max(...wanted.map((value, index) => Math.abs(value - (actual[index] ?? 0))));
    assert.ok(
      off <= (name.startsWith('HDR') ? MAPPED_COLOUR : SAME_COLOUR),
      `${name}: ${actual.join()} instead of ${wanted.join()}`,
    );
  }
}
