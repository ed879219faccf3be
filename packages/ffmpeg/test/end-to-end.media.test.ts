import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseMediaPlaylist, parseMultivariantPlaylist } from '@kinora/media';
import { generateFilm } from '../src/index.ts';
import { decodedPts, decodedSamples, ffprobe, processFilm, temporaryFolder } from './process-film.ts';

const SECONDS = 15;
const FPS = 15;

test('a film with B-frames and late sound comes out with every frame at its time in every rendition', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'film.mp4');
  await generateFilm({
    path,
    seconds: SECONDS,
    fps: `${FPS}`,
    width: 640,
    height: 360,
    bframes: 3,
    audio: 'late',
    bitrateBps: 800_000,
  });
  const film = await processFilm(path, join(folder.path, 'out'), { targetMs: 8000 });

  assert.equal(film.ingest.publishable, true);
  assert.deepEqual(
    film.ladder.map((rendition) => rendition.name),
    ['360p', '240p'],
  );
  assert.equal(film.chunks.length, 4);
  const source = await decodedPts(path);
  const first = source[0] ?? 0;
  const expected = source.map((pts) => pts - first);
  assert.equal(expected.length, SECONDS * FPS);
  for (const { name } of film.ladder) {
    const playlist = film.playlists.get(name) ?? '';
    assert.deepEqual(await decodedPts(playlist), expected, `frames of ${name}`);
    const parsed = parseMediaPlaylist(await readFile(playlist, 'utf8'));
    assert.ok(parsed.ok, JSON.stringify(parsed));
    const seconds = parsed.value.segments.reduce((sum, segment) => sum + segment.durationSeconds, 0);
    assert.ok(Math.abs(seconds - SECONDS) < 0.001, `${name} lasts ${seconds} s`);
  }
  assert.deepEqual(await decodedPts(film.mpd), expected, 'frames by DASH');

  const multivariant = parseMultivariantPlaylist(await readFile(film.multivariant, 'utf8'));
  assert.ok(multivariant.ok, JSON.stringify(multivariant));
  assert.match(multivariant.value.variants[0]?.codecs ?? '', /^avc1\.[0-9a-f]{6},mp4a\.40\.2$/);

  assert.ok(Math.abs((film.ingest.audio[0]?.end48k ?? 0) / 48_000 - film.ingest.videoEnd90k / 90_000) < 0.02);
  const samples = await decodedSamples(film.playlists.get('audio') ?? '');
  assert.ok(Math.abs(samples.length / 48_000 - SECONDS) < 0.05, `${samples.length} samples`);
  const onset = samples.findIndex((sample) => Math.abs(sample) > 300) / 48_000;
  assert.ok(Math.abs(onset - 0.4) < 0.005, `the sound begins at ${onset} s`);

  const storyboard = film.manifests.flatMap((manifest) => manifest.storyboard?.times90k ?? []);
  assert.deepEqual(storyboard, [0, 450_000, 900_000]);
});

test('a film whose only rendition is passed through has a storyboard all the same', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'film.mp4');
  await generateFilm({ path, seconds: 40, fps: '12', width: 240, height: 426, bitrateBps: 200_000 });
  const film = await processFilm(path, join(folder.path, 'out'), { targetMs: 20_000 });
  assert.deepEqual(
    film.ladder.map(({ name, passthrough }) => [name, passthrough]),
    [['240p', true]],
  );
  const [manifest] = film.manifests;
  assert.deepEqual(manifest?.renditions, []);
  assert.deepEqual(manifest?.storyboard?.times90k, [0, 450_000, 900_000]);
  const sheet = join(folder.path, 'out/storyboard/0.jpg');
  const size = await ffprobe(['-show_entries', 'stream=codec_name,width,height', '-of', 'csv=p=0', sheet]);
  assert.equal(size.trim(), `mjpeg,${3 * 160},284`);
});
