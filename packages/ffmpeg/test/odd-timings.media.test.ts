import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as real from '../src/index.ts';
import { type Attack, assertNeeded, assertRefused, ingestAll } from './attack.ts';
import { ffmpeg } from './hostile-files.ts';
import { decodedPts, processFilm, temporaryFolder } from './process-film.ts';

const HOUR_90K = 3_600 * 90_000;
const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast'];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const at = (name: string) => join(folder.path, name);
before(async () => {
  folder = await temporaryFolder();
});
after(() => folder[Symbol.asyncDispose]());

const make = (name: string, graph: string, args: string[] = []) =>
  ffmpeg(['-f', 'lavfi', '-i', graph, ...X264, ...args, at(name)]);
/** Times of so many pictures at a constant rate. */
const times = (pictures: number, ticks: number) => Array.from({ length: pictures }, (_, index) => index * ticks);

const TOO_LONG = { file: 'probe.ts', from: 'result.durationMs > limits.maxDurationMs', to: 'result.durationMs < 0' };
const TOO_LATE = {
  file: 'video-track.ts',
  from: 'this.lastShown90k(track) > limits.maxDurationMs * 90',
  to: 'this.frames < 0',
};

test('two pictures six hours apart are shown six hours apart', async () => {
  await make('apart.mp4', 'color=size=160x120:rate=1/21600:duration=43200');
  const { playlists, chunks } = await processFilm(at('apart.mp4'), at('apart'));
  assert.equal(chunks.length, 1);
  assert.deepEqual(await decodedPts(playlists.get('120p') ?? ''), [0, 6 * HOUR_90K]);
});

test('a picture after the thirteenth hour is too late, whether its container says so or not', async () => {
  await make('far.mp4', 'color=size=160x120:rate=1/46800:duration=93600');
  // Of a stream that says no length; a fragment of ours holds no picture for longer than six hours.
  await make('far.mkv', 'color=size=160x120:rate=1/21600:duration=86400', ['-live', '1']);
  const said: Attack = (target) => assertRefused(target, at('far.mp4'), ['too_long']);
  const unsaid: Attack = (target) => assertRefused(target, at('far.mkv'), ['too_long']);
  await said(real);
  await unsaid(real);
  await assertNeeded(said, [TOO_LONG, TOO_LATE]);
  await assertNeeded(unsaid, [TOO_LATE]);
});

test('a thousand pictures per second are thinned to what is worth showing', async () => {
  await make('fast.mp4', 'testsrc2=size=160x120:rate=1000:duration=4');
  assert.deepEqual((await ingestAll(real, at('fast.mp4'))).frames, times(4_000, 90));
  const { playlists, ladder } = await processFilm(at('fast.mp4'), at('fast'));
  for (const { name, fpsNum, fpsDen } of ladder) {
    const shown = await decodedPts(playlists.get(name) ?? '');
    assert.ok(fpsNum / fpsDen <= 60, `${name} at ${fpsNum}/${fpsDen}`);
    assert.ok(Math.abs(shown.length - (4 * fpsNum) / fpsDen) <= 1, `${shown.length} pictures`);
    assert.deepEqual(
      shown,
      shown.toSorted((a, b) => a - b),
    );
  }
});

test('a film has so many pictures and no more, whether its container counts them or not', async () => {
  const graph = 'color=size=160x120:rate=250:duration=4';
  await make('many.mp4', graph);
  await make('many.ts', graph);
  const limits = { maxFrames: 900 };
  const counted: Attack = (target) => assertRefused(target, at('many.mp4'), ['too_many_frames'], limits);
  const uncounted: Attack = (target) => assertRefused(target, at('many.ts'), ['too_many_frames'], limits);
  await counted(real);
  await uncounted(real);
  const within = { file: 'video-track.ts', from: 'this.frames > limits.maxFrames', to: 'this.frames < 0' };
  await assertNeeded(counted, [
    within,
    { file: 'probe.ts', from: 'video.frames > limits.maxFrames', to: 'video.frames < 0' },
  ]);
  await assertNeeded(uncounted, [within]);
});

test('times before zero are moved to zero, and what an edit list hides of them stays hidden', async () => {
  const graph = 'testsrc2=size=160x120:rate=25:duration=6';
  const early = ['-output_ts_offset', '-3', '-avoid_negative_ts', 'disabled'];
  await make('early.ts', graph, early);
  await make('early.mp4', graph, early);
  const shown: Attack = async (target) => {
    assert.deepEqual((await ingestAll(target, at('early.ts'))).frames, times(150, 3_600));
    assert.deepEqual((await ingestAll(target, at('early.mp4'))).frames, times(75, 3_600));
  };
  await shown(real);
  await assertNeeded(shown, [
    { file: 'input-args.ts', from: "['-output_ts_offset', '100']", to: "['-output_ts_offset', '0']" },
  ]);
  const { playlists } = await processFilm(at('early.ts'), at('early'));
  assert.deepEqual(await decodedPts(playlists.get('120p') ?? ''), times(150, 3_600));
});
