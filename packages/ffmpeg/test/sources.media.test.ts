import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { keptFrames, type PassthroughReason, passthroughReasons } from '@kinora/media';
import { makeSource, SOURCE_FILMS, type SourceFilm } from '@kinora/testing';
import { probe } from '../src/index.ts';
import { decodedPts, decodedSamples, type ProcessedFilm, processFilm, temporaryFolder } from './process-film.ts';
import { soundFromFirstPicture, soundOffset } from './sound-offset.ts';

type Case = {
  source: SourceFilm;
  ladder?: string[];
  refused?: PassthroughReason[];
  encoded?: boolean;
  /** Read as an upload in flight: the probe sees a head, ingest a stream. */
  stream?: boolean;
  /** AVI has no presentation times: frames are counted only. */
  frames?: number;
  /** Samples of 48 kHz by which the sound may be off; default none. */
  soundOff?: number;
  check?: (film: ProcessedFilm) => void;
};

const of = SOURCE_FILMS;
const cases: Case[] = [
  { source: of.matroska, stream: true, refused: [] },
  { source: of.webm, stream: true, refused: ['codec'] },
  { source: of.transport, stream: true, refused: [] },
  { source: of.cinema, ladder: ['416p', '360p', '240p'] },
  { source: of.fast, ladder: ['540p', '480p', '360p', '240p'], refused: [] },
  { source: of.portrait, ladder: ['360p', '240p'], refused: [] },
  { source: of.odd, ladder: ['240p'], refused: ['codec', 'odd-size'] },
  { source: of.shortEnd, refused: [] },
  { source: of.silent, refused: [] },
  { source: of.variable, refused: [] },
  {
    source: of.hevc,
    refused: ['codec', 'pixel-format'],
    check: (film) => assert.ok(film.chunks.slice(1).every((chunk) => chunk.inputSequences.length > 1)),
  },
  { source: of.openGop, refused: [], check: ({ ingest }) => assert.deepEqual(ingest.refusedBecause, ['open-gop']) },
  { source: of.vp8, encoded: true },
  { source: of.av1, refused: ['codec'] },
  { source: of.mpeg4Avi, encoded: true },
  // Its sound has no times of its own: 2.7 ms is an eighth of a packet.
  { source: of.h264Avi, encoded: true, frames: 360, soundOff: 128 },
  { source: of.program, encoded: true },
  { source: of.motionJpeg, encoded: true },
  { source: of.startsLate, refused: [] },
  { source: of.flv, refused: [] },
  {
    source: of.rotated,
    refused: ['rotation'],
    ladder: ['360p', '240p'],
    check: (film) => assert.deepEqual([film.ladder[0]?.width, film.ladder[0]?.height], [360, 640]),
  },
  { source: of.hidden, refused: ['hidden-frames'] },
  { source: of.mono, refused: [] },
  { source: of.surround, refused: [] },
  { source: of.opus, refused: [] },
  { source: of.soundLonger, refused: [] },
  { source: of.soundShorter, refused: [] },
  { source: of.slow, refused: [] },
  { source: of.slides, check: ({ ingest }) => assert.deepEqual(ingest.refusedBecause, ['long-gop']) },
  { source: of.oneGop, check: ({ ingest }) => assert.deepEqual(ingest.refusedBecause, ['long-gop']) },
  { source: of.interlaced, refused: ['interlaced'] },
  {
    source: of.perceptual,
    refused: ['codec', 'pixel-format'],
    check: ({ probe }) => assert.equal(probe.video?.colorTransfer, 'smpte2084'),
  },
  {
    source: of.hybridLog,
    refused: ['codec', 'pixel-format'],
    check: ({ probe }) => assert.equal(probe.video?.colorTransfer, 'arib-std-b67'),
  },
  {
    source: of.proRes,
    encoded: true,
    check: ({ probe }) => assert.equal(probe.video?.hdr, true),
  },
  { source: of.bt709, refused: [] },
  { source: of.bt601, refused: [] },
  { source: of.bt709Unnamed, refused: [] },
  {
    source: of.sizeChange,
    check: ({ ingest }) => assert.deepEqual(ingest.refusedBecause, ['parameter-change']),
  },
  { source: of.large, ladder: ['2160p', '1440p', '1080p', '720p', '480p', '360p', '240p'] },
];

test('each kind of source has a case', () => {
  assert.deepEqual(new Set(cases.map(({ source }) => source)), new Set<SourceFilm>(Object.values(SOURCE_FILMS)));
});

for (const each of cases) {
  test(each.source.name, async (t) => {
    await using folder = await temporaryFolder();
    const path = await makeSource(each.source);
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
    if (film.probe.audioTracks.length === 0) return;
    const samples = await decodedSamples(film.playlists.get('audio') ?? '');
    assert.ok(Math.abs(samples.length / 48_000 - film.ingest.videoEnd90k / 90_000) < 0.2);
    const off = soundOffset(samples, await soundFromFirstPicture(path));
    t.diagnostic(`the sound is ${off} samples off`);
    assert.ok(Math.abs(off) <= (each.soundOff ?? 0), `the sound is ${off} samples off`);
  });
}
