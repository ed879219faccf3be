import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { MediaFailure, probe } from '@kinora/ffmpeg';
import {
  buildFaststartHead,
  CaptionError,
  Mp4Error,
  parseCaptions,
  parseFragments,
  parseInitSegment,
  parseMediaPlaylist,
  parseMultivariantPlaylist,
  readTopLevelBox,
} from '@kinora/media';
import {
  makeFilm,
  type Person,
  readPublishedHls,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { damaged } from '@kinora/testing/damaged';
import fc from 'fast-check';
import { mediaUrl, request } from './http.ts';
import { recordLongRun } from './long-run.ts';

const RUNS = Number(process.env.FUZZ_RUNS ?? 50_000);
const PROBES = RUNS / 250;
const REQUESTS = RUNS / 10;
const SLOW_MS = 1000;

let platform: TestPlatform;
let person: Person;
const lines: string[] = [];
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
});
after(async () => {
  await platform?.stop();
  await recordLongRun('Fuzzing', lines);
});

/** It answers, or throws what it says it throws, and soon. */
function assertTyped(read: () => unknown): void {
  const began = performance.now();
  try {
    read();
  } catch (error) {
    if (!(error instanceof Mp4Error || error instanceof CaptionError)) throw error;
  }
  assert.ok(performance.now() - began < SLOW_MS, 'it took longer than a second');
}

/** What a player gets of a film. */
async function publishedFilm() {
  const { id } = await uploadFilm(person.client, await makeFilm({ seconds: 6 }));
  const video = await waitForState(person.client, id, 'ready');
  const url = mediaUrl(platform, video.playback?.hlsUrl);
  const [variant] = (await readPublishedHls(url)).variants;
  assert.ok(variant);
  const text = async (address: string) => (await request(address)).text();
  const [segment = assert.fail()] = variant.playlist.bodies;
  return { init: variant.playlist.init, segment, master: await text(url), media: await text(variant.playlist.url) };
}

test('no damaged MP4 surprises the parsers', { timeout: 1_800_000 }, async () => {
  const film = await readFile(await makeFilm({ seconds: 6 }));
  const moov = film.subarray(film.indexOf('moov') - 4);
  const { init, segment } = await publishedFilm();
  const head = film.subarray(0, 32);
  for (const [valid, read] of [
    [init, (bytes: Uint8Array) => parseInitSegment(bytes)],
    [Buffer.concat([init, segment]).subarray(0, 20_000), (bytes: Uint8Array) => parseFragments(bytes)],
    [moov.subarray(0, 60_000), (bytes: Uint8Array) => buildFaststartHead(head, bytes)],
    [head, (bytes: Uint8Array) => readTopLevelBox(bytes, 0, film.length)],
  ] as const) {
    const runs = { numRuns: Math.ceil(RUNS / 4) };
    fc.assert(
      fc.property(damaged(valid), (bytes) => assertTyped(() => read(bytes))),
      runs,
    );
  }
  lines.push(`${RUNS} damaged MP4 inputs: answered, or refused with a reason.`);
});

test('no damaged playlist surprises the parsers', { timeout: 1_800_000 }, async () => {
  const { master, media } = await publishedFilm();
  for (const [valid, read] of [
    [master, parseMultivariantPlaylist],
    [media, parseMediaPlaylist],
  ] as const) {
    const property = fc.property(damaged(Buffer.from(valid)), (bytes) =>
      assertTyped(() => read(Buffer.from(bytes).toString())),
    );
    fc.assert(property, { numRuns: Math.ceil(RUNS / 2) });
  }
  lines.push(`${RUNS} damaged playlists: answered, or refused with a reason.`);
});

test('no damaged captions surprise the parser', { timeout: 1_800_000 }, () => {
  const cue = '1\n00:00:01,000 --> 00:00:02.000 line:0\n<v A>Tom & <b>Jerry</b> &lt;{\\an8}\n\n';
  const valid = Buffer.from(`WEBVTT\n\nSTYLE\n::cue {}\n\n${cue.repeat(20)}`);
  const property = fc.property(damaged(valid), (bytes) =>
    assertTyped(() => parseCaptions(Buffer.from(bytes).toString())),
  );
  fc.assert(property, { numRuns: RUNS });
  lines.push(`${RUNS} damaged captions: answered, or refused with a reason.`);
});

test('no damaged film surprises the probe', { timeout: 1_800_000 }, async () => {
  const film = await readFile(await makeFilm({ seconds: 6 }));
  await fc.assert(
    fc.asyncProperty(damaged(film), async (head) => {
      await probe({ head, complete: true }).catch((error: unknown) => {
        if (!(error instanceof MediaFailure)) throw error;
      });
    }),
    { numRuns: PROBES },
  );
  lines.push(`${PROBES} damaged films: probed, or refused with a reason.`);
});

test('no request makes the server fail', { timeout: 1_800_000 }, async () => {
  const document = JSON.parse(await readFile(new URL('../docs/openapi.json', import.meta.url), 'utf8')) as {
    paths: Record<string, Record<string, unknown>>;
  };
  const operations = Object.entries(document.paths)
    .flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() })))
    // Who logs out is a visitor from then on.
    .filter(({ path, method }) => !(path.endsWith('/sessions/current') && method === 'DELETE'));
  const word = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }), fc.uuid());
  const sent = fc.record({
    operation: fc.constantFrom(...operations),
    words: fc.array(word, { minLength: 3, maxLength: 3 }),
    query: fc.dictionary(fc.constantFrom('limit', 'cursor', 'channelId', 'q'), word, { maxKeys: 3 }),
    body: fc.option(fc.oneof(fc.json(), fc.string()), { nil: undefined }),
    as: fc.constantFrom('person', 'visitor'),
  });
  const answers = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(sent, async ({ operation, words, query, body, as }) => {
      const path = operation.path.replace(/\{\w+\}/g, () => encodeURIComponent(words.shift() || 'x'));
      const url = new URL(path, platform.url);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      const { status } = await request(url.href, {
        method: operation.method,
        ...(as === 'person' ? { client: person.client } : {}),
        ...(body !== undefined && operation.method !== 'GET'
          ? { body, headers: { 'content-type': 'application/json' } }
          : {}),
      });
      answers.set(status, (answers.get(status) ?? 0) + 1);
      assert.ok(status < 500, `${operation.method} ${url.pathname} answers ${status}`);
    }),
    { numRuns: REQUESTS },
  );
  assert.equal((await request(`${platform.url}/readyz`)).status, 200);
  const counts = [...answers].sort(([a], [b]) => a - b).map(([status, count]) => `${count} × ${status}`);
  lines.push(`${REQUESTS} requests of every operation with any content: ${counts.join(', ')}; the server lives on.`);
});
