import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { decodedSamples, processFilm, temporaryFolder } from './process-film.ts';

const SECONDS = 6;
const SOUNDS = [
  { hz: 300, args: ['-c:a:0', 'ac3', '-ac:a:0', '6'], language: 'ger', title: '' },
  { hz: 700, args: ['-c:a:1', 'aac', '-ac:a:1', '2'], language: 'eng', title: 'Director’s remarks' },
  { hz: 1500, args: ['-c:a:2', 'libopus', '-ac:a:2', '1'], language: '', title: '' },
];

test('every sound of a film is published, in time, the default one first, with its loudness', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'film.mkv');
  await ffmpeg([
    ...['-f', 'lavfi', '-i', `testsrc2=s=320x240:r=25:d=${SECONDS}`],
    // Each begins half a second after the picture and is quieter than the one before.
    ...SOUNDS.flatMap(({ hz }, index) => [
      ...['-f', 'lavfi', '-i'],
      `sine=f=${hz}:r=48000:d=${SECONDS - 0.5},adelay=500:all=1,volume=${-6 * index}dB`,
    ]),
    ...['-map', '0:v', '-map', '1:a', '-map', '2:a', '-map', '3:a', '-c:v', 'libx264', '-g', '50'],
    ...SOUNDS.flatMap(({ args }) => args),
    ...SOUNDS.flatMap(({ language, title }, index) => [
      ...(language ? [`-metadata:s:a:${index}`, `language=${language}`] : []),
      ...(title ? [`-metadata:s:a:${index}`, `title=${title}`] : []),
    ]),
    ...['-disposition:a', '0', '-disposition:a:1', 'default', path],
  ]);
  const film = await processFilm(path, join(folder.path, 'out'));
  assert.deepEqual(
    film.sounds.map(({ name, track, language, title }) => ({ name, track, language, title })),
    [
      { name: 'audio', track: 1, language: 'eng', title: 'Director’s remarks' },
      { name: 'audio2', track: 0, language: 'ger', title: undefined },
      { name: 'audio3', track: 2, language: undefined, title: undefined },
    ],
  );
  for (const [position, { name, track }] of film.sounds.entries()) {
    const samples = await decodedSamples(film.playlists.get(name) ?? '');
    assert.ok(Math.abs(samples.length / 48_000 - SECONDS) < 0.05, `${name} has ${samples.length} samples`);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    const onset = samples.findIndex((sample) => Math.abs(sample) > loudest / 4) / 48_000;
    assert.ok(Math.abs(onset - 0.5) < 0.01, `${name} begins at ${onset} s`);
    assert.equal(toneOf(samples.subarray(96_000, 144_000)), SOUNDS[track]?.hz, `the tone of ${name}`);
    const loudness = film.ingest.audio[position]?.loudnessLufs ?? 0;
    const measured = await loudnessOf(film.playlists.get(name) ?? '');
    assert.ok(Math.abs(loudness - measured) <= 0.3, `${name}: ${loudness} LUFS, ffmpeg’s own meter ${measured}`);
  }
});

test('silence has no loudness, and a sound without a packet is as long as the film', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'film.mkv');
  await ffmpeg([
    ...['-f', 'lavfi', '-i', 'testsrc2=s=320x240:r=25:d=4', '-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=stereo'],
    ...['-f', 'lavfi', '-i', 'sine=d=4,aselect=0', '-map', '0:v', '-map', '1:a', '-map', '2:a'],
    ...['-t', '4', '-c:v', 'libx264', '-g', '50', '-c:a', 'aac', path],
  ]);
  const film = await processFilm(path, join(folder.path, 'out'));
  assert.equal(film.ingest.audio.length, 2);
  for (const sound of film.ingest.audio) {
    assert.equal(sound.loudnessLufs, undefined);
    assert.ok(Math.abs(sound.end48k / 48_000 - 4) < 0.05, `${sound.end48k}`);
    assert.ok(sound.segments > 0);
  }
});

/** Zero crossings of one second, to the nearest 100 Hz. */
function toneOf(samples: Int16Array): number {
  let crossings = 0;
  for (let index = 1; index < samples.length; index++) {
    if ((samples[index - 1] ?? 0) < 0 !== (samples[index] ?? 0) < 0) crossings++;
  }
  return Math.round(crossings / 2 / 100) * 100;
}

async function loudnessOf(playlist: string): Promise<number> {
  const { stderr } = await promisify(execFile)('ffmpeg', [
    ...['-nostdin', '-hide_banner', '-allowed_extensions', 'ALL', '-i', playlist],
    ...['-map', '0:a:0', '-af', 'ebur128=framelog=verbose', '-f', 'null', '-'],
  ]);
  return Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr)?.[1]);
}

async function ffmpeg(args: string[]): Promise<void> {
  await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args]);
}
