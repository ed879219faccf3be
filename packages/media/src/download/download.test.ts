import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readBoxHeader } from '../mp4/box.ts';
import { concatBytes } from '../mp4/bytes.ts';
import { parseFragments } from '../mp4/fragment-parser.ts';
import { parseInitSegment } from '../mp4/init-segment.ts';
import { Mp4Error } from '../mp4/mp4-error.ts';
import { writeBox } from '../mp4/write-box.ts';
import { writeAudioInit, writeVideoInit } from '../packager/write-init.ts';
import { writeAudioSegment, writeVideoSegment } from '../packager/write-segment.ts';
import { type DownloadTrack, piecesWithin, planDownload } from './plan-download.ts';
import { renumberFragment } from './renumber-fragment.ts';

const avc1 = writeBox('avc1', new Uint8Array(78), writeBox('avcC', [1, 0x64, 0, 0x1f, 0xff, 0xe0, 0]));
const videoInit = writeVideoInit({ sampleEntry: avc1, timescale: 90_000, width: 640, height: 360, mediaTime: 45_000 });
const audioInit = writeAudioInit({ sampleEntry: writeBox('mp4a', new Uint8Array(28)), timescale: 48_000 });
const SEGMENT = 4 * 90_000;

const pictures = [0, 1, 2].map((sequence) =>
  writeVideoSegment({
    sequence,
    samples: [0, 9000, 3000].map((pts, index) => ({
      pts: sequence * SEGMENT + pts,
      sync: index === 0,
      data: new Uint8Array(50 + sequence).fill(sequence + 1),
    })),
    startPts90k: sequence * SEGMENT,
    endPts90k: (sequence + 1) * SEGMENT,
  }),
);
const sounds = [0, 1, 2].map((sequence) =>
  writeAudioSegment({
    sequence,
    startPts: sequence * 188 * 1024,
    frameDuration: 1024,
    frames: Array.from({ length: 188 }, () => new Uint8Array(4).fill(9)),
  }),
);

const track = (init: Uint8Array, segments: Uint8Array[], durationTicks: number): DownloadTrack => ({
  init: parseInitSegment(init).tracks[0] ?? assert.fail(),
  startTicks: 0,
  segments: segments.map(({ length }) => ({ durationTicks, sizeBytes: length })),
});
const video = track(videoInit, pictures, SEGMENT);
const audio = track(audioInit, sounds, 188 * 1024);
const plan = planDownload([video, audio]);
const bodies = [pictures, sounds];
const film = concatBytes([
  plan.head,
  ...plan.pieces.flatMap((piece) =>
    renumberFragment(bodies[piece.track]?.[piece.segment] ?? assert.fail(), {
      sequence: piece.sequence,
      trackId: piece.track + 1,
    }),
  ),
]);

test('the file is as long as planned, its tracks keep their times and bytes, sound beside its picture', () => {
  assert.equal(film.length, plan.sizeBytes);
  assert.deepEqual(
    plan.pieces.map((piece) => `${piece.track}.${piece.segment}`),
    ['0.0', '1.0', '0.1', '1.1', '0.2', '1.2'],
  );
  const { init, fragments } = parseFragments(film);
  assert.deepEqual(
    init.tracks.map(({ id, kind, timescale, mediaTime }) => [id, kind, timescale, mediaTime]),
    [
      [1, 'video', 90_000, 45_000],
      [2, 'audio', 48_000, 0],
    ],
  );
  assert.deepEqual(
    fragments.map(({ sequence }) => sequence),
    [1, 2, 3, 4, 5, 6],
  );
  const of = (id: number) => fragments.flatMap(({ tracks }) => tracks.filter((one) => one.trackId === id));
  const before = [parseFragments(videoInit, ...pictures), parseFragments(audioInit, ...sounds)];
  for (const [index, { fragments: own }] of before.entries()) {
    assert.deepEqual(
      of(index + 1).map(({ samples }) => samples),
      own.map(({ tracks }) => tracks[0]?.samples),
    );
  }
});

test('each track has an index that leads to all its segments, and counts to the last byte', () => {
  let at = readBoxHeader(plan.head)?.size ?? 0;
  at += readBoxHeader(plan.head, at)?.size ?? 0;
  for (const [number, { timescale, duration }] of [
    { timescale: 90_000, duration: SEGMENT },
    { timescale: 48_000, duration: 188 * 1024 },
  ].entries()) {
    const view = new DataView(plan.head.buffer, plan.head.byteOffset + at);
    assert.deepEqual(readBoxHeader(plan.head, at), { type: 'sidx', headerSize: 8, size: 40 + 3 * 12 });
    at += 40 + 3 * 12;
    assert.deepEqual([view.getUint32(12), view.getUint32(16), view.getUint16(38)], [number + 1, timescale, 3]);
    let offset = at + Number(view.getBigUint64(28));
    for (let index = 0; index < 3; index++) {
      const piece = plan.pieces.find(({ track, segment }) => track === number && segment === index);
      assert.equal(offset, piece?.offsetBytes);
      assert.deepEqual([view.getUint32(44 + index * 12), view.getUint32(48 + index * 12)], [duration, 0x9000_0000]);
      offset += view.getUint32(40 + index * 12);
    }
    assert.equal(offset, film.length);
  }
  assert.equal(at, plan.head.length);
});

test('any range is made of the pieces that it touches and no others', () => {
  fc.assert(
    fc.property(fc.nat(film.length), fc.nat(film.length), (one, other) => {
      const [start, end] = [Math.min(one, other), Math.max(one, other)];
      const touched = plan.pieces.filter(
        (piece) => piece.offsetBytes < end && piece.offsetBytes + piece.sizeBytes > start,
      );
      assert.deepEqual(start === end ? [] : [...piecesWithin(plan, start, end)], start === end ? [] : touched);
    }),
  );
});

test('a film of more than 4 GiB has exact offsets; what the format has no room for is refused', () => {
  const large = planDownload([
    { ...video, segments: Array.from({ length: 3000 }, () => ({ durationTicks: SEGMENT, sizeBytes: 3_000_000 })) },
  ]);
  assert.equal(large.sizeBytes, large.head.length + 9_000_000_000);
  const [piece] = piecesWithin(large, 6_000_000_000, 6_000_000_001);
  assert.equal(piece?.segment, Math.floor((6_000_000_000 - large.head.length) / 3_000_000));
  const many = (count: number, sizeBytes: number) =>
    planDownload([{ ...video, segments: Array.from({ length: count }, () => ({ durationTicks: 1, sizeBytes })) }]);
  assert.throws(() => many(70_000, 10), { code: 'too-many' });
  assert.throws(() => many(2, 2 ** 31), { code: 'too-large' });
  assert.throws(() => many(0, 1), { code: 'malformed' });
});

test('what is not one fragment of one track, with offsets of its own, is refused', () => {
  const [picture, sound] = [pictures[0] ?? assert.fail(), sounds[0] ?? assert.fail()];
  const flagged = (flags: number[]) => {
    const changed = picture.slice();
    // moof 8, mfhd 16, traf 8, tfhd: size, type, version.
    changed.set(flags, 8 + 16 + 8 + 9);
    return changed;
  };
  const refused: [string, Uint8Array, string][] = [
    ['offsets from the beginning of the file', flagged([2, 0, 1]), 'unsupported'],
    ['offsets from the last fragment', flagged([0, 0, 0]), 'unsupported'],
    ['two fragments', concatBytes([picture, sound]), 'malformed'],
    ['a fragment without its last byte', picture.subarray(0, -1), 'malformed'],
    ['media alone', picture.subarray(readBoxHeader(picture)?.size), 'malformed'],
    ['an init segment', videoInit, 'malformed'],
    ['nothing', new Uint8Array(0), 'malformed'],
  ];
  for (const [name, bytes, code] of refused)
    assert.throws(() => renumberFragment(bytes, { sequence: 1, trackId: 1 }), { code }, name);
});

test('damaged segments end in a typed error or keep their length', () => {
  const numbers = { sequence: 7, trackId: 2 };
  const segment = pictures[0] ?? assert.fail();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(140), fc.integer({ min: 0, max: 255 })), { maxLength: 8 }),
      fc.nat(segment.length),
      (changes, end) => {
        const damaged = segment.slice(0, end);
        for (const [offset, value] of changes) if (offset < damaged.length) damaged[offset] = value;
        const before = damaged.slice();
        try {
          assert.equal(concatBytes(renumberFragment(damaged, numbers)).length, damaged.length);
        } catch (error) {
          assert.ok(error instanceof Mp4Error, String(error));
        }
        assert.deepEqual(damaged, before, 'what was given is not changed');
      },
    ),
    { numRuns: 2000 },
  );
});
