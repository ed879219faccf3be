import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { filmOfSound, probe } from '../src/index.ts';
import { decodedPts, decodedSamples, processFilm, temporaryFolder } from './process-film.ts';

const SECONDS = 9;
/** A tone that begins after two seconds. */
const TONE = ['-f', 'lavfi', '-i', `sine=f=440:r=44100:d=${SECONDS - 2},adelay=2000:all=1`];
const COVER = ['-f', 'lavfi', '-i', 'color=c=red:s=300x300:d=1'];

const recordings: Record<string, { args: string[]; isRed: boolean }> = {
  'plain.mp3': { args: [...TONE, '-c:a', 'libmp3lame'], isRed: false },
  'cover.mp3': {
    args: [...TONE, ...COVER, '-map', '0:a', '-map', '1:v', '-frames:v', '1', '-c:v', 'mjpeg', '-c:a', 'libmp3lame'],
    isRed: true,
  },
  'book.m4a': { args: [...TONE, '-c:a', 'aac'], isRed: false },
  'studio.wav': { args: [...TONE, '-c:a', 'pcm_s24le'], isRed: false },
  'band.flac': { args: [...TONE, '-c:a', 'flac'], isRed: false },
  'talk.ogg': { args: [...TONE, '-c:a', 'libopus'], isRed: false },
};

for (const [name, { args, isRed }] of Object.entries(recordings)) {
  test(`${name} becomes a film of its ${isRed ? 'cover' : 'waveform'}, its sound where it was`, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, name);
    await ffmpeg([...args, path]);
    const directory = join(folder.path, 'made');
    await mkdir(directory);
    const own = await probe({ path });
    assert.equal(own.video, undefined);
    const made = await filmOfSound({ path, probe: own, directory });
    const film = await processFilm(made, join(folder.path, 'out'));
    assert.deepEqual(
      film.ladder.map((rendition) => rendition.name),
      ['720p', '480p', '360p', '240p'],
    );
    assert.equal(film.ingest.publishable, true, 'nothing is encoded twice');
    const pts = await decodedPts(film.playlists.get('240p') ?? '');
    assert.ok(Math.abs(pts.length - SECONDS * 5) <= 1, `${pts.length} frames`);
    const samples = await decodedSamples(film.playlists.get('audio') ?? '');
    assert.ok(Math.abs(samples.length / 48_000 - SECONDS) < 0.25, `${samples.length} samples`);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const onset = samples.findIndex((sample) => Math.abs(sample) > loudest / 4) / 48_000;
    assert.ok(Math.abs(onset - 2) < 0.06, `the tone begins at ${onset} s`);
    const [red = 0, green = 0] = await middleOf(film.playlists.get('240p') ?? '');
    assert.equal(red > 200 && green < 60, isRed);
  });
}

test('a recording without a length is refused, not waited for', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'sound.mp3');
  await ffmpeg([...TONE, '-c:a', 'libmp3lame', path]);
  const own = await probe({ path });
  await assert.rejects(filmOfSound({ path, probe: { ...own, durationMs: undefined }, directory: folder.path }), {
    code: 'corrupt',
  });
});

/** Red, green and blue in the middle of the first picture. */
async function middleOf(playlist: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)(
    'ffmpeg',
    [
      ...['-v', 'error', '-nostdin', '-allowed_extensions', 'ALL', '-i', playlist, '-frames:v', '1'],
      ...['-vf', 'crop=2:2:iw/2:ih/2,scale=1:1,format=rgb24', '-f', 'rawvideo', 'pipe:1'],
    ],
    { encoding: 'buffer' },
  );
  return [...stdout];
}

async function ffmpeg(args: string[]): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args]);
}
