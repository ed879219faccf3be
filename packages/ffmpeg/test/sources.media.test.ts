import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { keptFrames, type PassthroughReason, passthroughReasons } from '@kinora/media';
import { type FilmOptions, generateFilm, probe } from '../src/index.ts';
import { decodedPts, decodedSamples, type ProcessedFilm, processFilm, temporaryFolder } from './process-film.ts';

type Case = {
  name: string;
  file: string;
  film: Partial<FilmOptions>;
  /** ffmpeg arguments that make the source out of the generated film. */
  made?: string[];
  ladder?: string[];
  refused?: PassthroughReason[];
  encoded?: boolean;
  /** Read as an upload in flight: the probe sees a head, ingest a stream. */
  stream?: boolean;
  /** AVI has no presentation times: frames are counted only. */
  frames?: number;
  check?: (film: ProcessedFilm) => void;
};

const cases: Case[] = [
  {
    name: 'Matroska while it is uploaded',
    file: 'a.mkv',
    film: { audio: 'late', openGop: false },
    stream: true,
    refused: [],
  },
  { name: 'WebM while it is uploaded', file: 'a.webm', film: {}, stream: true, refused: ['codec'] },
  { name: 'a transport stream while it is uploaded', file: 'a.ts', film: {}, stream: true, refused: [] },
  { name: 'a cinema format', file: 'a.mp4', film: { width: 1000, height: 416 }, ladder: ['416p', '360p', '240p'] },
  {
    name: '59.94 fps halves the low renditions',
    file: 'a.mp4',
    film: { width: 960, height: 540, fps: '60000/1001', bitrateBps: 2_000_000 },
    ladder: ['540p', '480p', '360p', '240p'],
    refused: [],
  },
  {
    name: 'a portrait film counts its short side',
    file: 'a.mp4',
    film: { width: 360, height: 640 },
    ladder: ['360p', '240p'],
    refused: [],
  },
  {
    name: 'odd dimensions become even',
    file: 'a.webm',
    film: {},
    made: [
      '-i',
      'IN',
      '-vf',
      'scale=321:241,setsar=1',
      '-c:v',
      'libvpx-vp9',
      '-deadline',
      'realtime',
      '-cpu-used',
      '8',
      '-b:v',
      '400k',
      '-c:a',
      'copy',
      'OUT',
    ],
    ladder: ['240p'],
    refused: ['codec', 'odd-size'],
  },
  { name: 'a film without sound', file: 'a.mp4', film: { audio: 'none' }, refused: [] },
  { name: 'a variable frame rate with a hole of 2 s', file: 'a.mp4', film: { variableRate: true }, refused: [] },
  {
    name: 'open-GOP 10-bit HEVC in Matroska',
    file: 'a.mkv',
    film: { videoCodec: 'hevc10', openGop: true, gopSeconds: 4, seconds: 24 },
    refused: ['codec', 'pixel-format'],
    check: (film) => assert.ok(film.chunks.slice(1).every((chunk) => chunk.inputSequences.length > 1)),
  },
  {
    name: 'open-GOP H.264 is found while reading and withdrawn',
    file: 'a.mp4',
    film: { openGop: true, gopSeconds: 4, seconds: 24, bframes: 3 },
    refused: [],
    check: (film) => assert.deepEqual(film.ingest.refusedBecause, ['open-gop']),
  },
  { name: 'VP8 is encoded once', file: 'a.webm', film: { videoCodec: 'vp8' }, encoded: true },
  { name: 'MPEG-4 in AVI', file: 'a.avi', film: { videoCodec: 'mpeg4' }, encoded: true },
  { name: 'H.264 with B-frames in AVI', file: 'a.avi', film: { videoCodec: 'h264' }, encoded: true, frames: 360 },
  { name: 'an MPEG-2 program stream', file: 'a.mpg', film: { videoCodec: 'mpeg2' }, encoded: true },
  { name: 'Motion JPEG in QuickTime', file: 'a.mov', film: { videoCodec: 'mjpeg' }, encoded: true },
  { name: 'VP9 and Opus', file: 'a.webm', film: {}, refused: ['codec'] },
  {
    name: 'a transport stream that starts at 1.467 s',
    file: 'a.ts',
    film: { startSeconds: 1.467, audio: 'late' },
    refused: [],
  },
  { name: 'FLV', file: 'a.flv', film: {}, refused: [] },
  {
    name: 'a rotated phone video',
    file: 'a.mp4',
    film: { rotation: 90, width: 640, height: 360 },
    refused: ['rotation'],
    ladder: ['360p', '240p'],
    check: (film) => assert.deepEqual([film.ladder[0]?.width, film.ladder[0]?.height], [360, 640]),
  },
  {
    name: 'an edit list that hides frames',
    file: 'a.mp4',
    film: { gopSeconds: 4 },
    made: ['-ss', '1.3', '-i', 'IN', '-map', '0', '-c', 'copy', 'OUT'],
    refused: ['hidden-frames'],
  },
  { name: 'mono sound of 22 kHz', file: 'a.mp4', film: { audio: 'mono22k' }, refused: [] },
  { name: '5.1 AC-3', file: 'a.mkv', film: { audio: 'surround', audioCodec: 'ac3' }, refused: [] },
  { name: 'sound that is longer', file: 'a.mp4', film: { audio: 'longer' }, refused: [] },
  { name: 'sound that is shorter', file: 'a.mp4', film: { audio: 'shorter' }, refused: [] },
  { name: 'one frame per second', file: 'a.mp4', film: { fps: '1', seconds: 40, gopSeconds: 8 }, refused: [] },
  {
    name: 'one long GOP',
    file: 'a.mp4',
    film: { gopSeconds: 60, seconds: 24 },
    check: (film) => assert.deepEqual(film.ingest.refusedBecause, ['long-gop']),
  },
  {
    name: 'interlaced',
    file: 'a.mp4',
    film: {},
    made: ['-i', 'IN', '-vf', 'interlace', '-c:v', 'libx264', '-flags', '+ilme+ildct', '-c:a', 'copy', 'OUT'],
    refused: ['interlaced'],
  },
  {
    name: 'HDR',
    file: 'a.mkv',
    film: { videoCodec: 'hevc10', seconds: 4 },
    made: [
      '-i',
      'IN',
      '-c:v',
      'libx265',
      '-preset',
      'ultrafast',
      '-x265-params',
      'colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:log-level=error',
      '-c:a',
      'copy',
      'OUT',
    ],
    refused: ['codec', 'pixel-format'],
    check: (film) => assert.equal(film.probe.video?.hdr, true),
  },
];

for (const each of cases) {
  test(each.name, async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, each.file);
    const generated = each.made ? join(folder.path, `generated-${each.file}`) : path;
    await generateFilm({ seconds: 12, width: 426, height: 240, bitrateBps: 400_000, ...each.film, path: generated });
    if (each.made) {
      const args = each.made.map((arg) => (arg === 'IN' ? generated : arg === 'OUT' ? path : arg));
      await promisify(execFile)('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args]);
    }
    const head = each.stream ? (await readFile(path)).subarray(0, 512 * 1024) : undefined;
    const film = await processFilm(path, join(folder.path, 'out'), {
      targetMs: 8_000,
      ...(head ? { probe: await probe({ head }), source: createReadStream(path) } : {}),
    });
    const { video } = film.probe;
    assert.ok(video);
    if (each.ladder)
      assert.deepEqual(
        film.ladder.map((rendition) => rendition.name),
        each.ladder,
      );
    if (each.refused) assert.deepEqual(passthroughReasons(video), each.refused);
    assert.equal(film.ingest.encoded, each.encoded ?? false);
    each.check?.(film);

    const source = await decodedPts(path, 'V:0');
    const expected = source.map((pts) => pts - (source[0] ?? 0)).filter((pts) => pts >= 0);
    const cuts90k = film.chunks.flatMap((chunk) => chunk.cuts90k);
    for (const rendition of film.ladder) {
      const kept = keptFrames(expected, {
        cuts90k,
        rateDivisor: rendition.rateDivisor,
        framePeriod90k: (90_000 * video.fpsDen) / video.fpsNum,
      });
      const actual = await decodedPts(film.playlists.get(rendition.name) ?? '');
      // Containers with times in milliseconds or 1/15360 s are rounded once more by the oracle.
      assert.equal(actual.length, each.frames ?? kept.length, `frames of ${rendition.name}`);
      if (each.frames !== undefined) continue;
      const worst = Math.max(...actual.map((pts, index) => Math.abs(pts - (kept[index] ?? 0))));
      assert.ok(worst <= 1, `${rendition.name} is ${worst} ticks off`);
    }
    if (each.film.audio === 'none') return;
    const samples = await decodedSamples(film.playlists.get('audio') ?? '');
    assert.ok(Math.abs(samples.length / 48_000 - film.ingest.videoEnd90k / 90_000) < 0.2);
  });
}
