import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DECODE_DELAY_90K } from '../packager/timeline.ts';
import { writeVideoInit } from '../packager/write-init.ts';
import { writeVideoSegment } from '../packager/write-segment.ts';
import { readBoxes } from './box.ts';
import { concatBytes } from './bytes.ts';
import { FragmentParser, parseFragments } from './fragment-parser.ts';
import { Mp4Error } from './mp4-error.ts';
import { u32, writeBox } from './write-box.ts';

const sampleEntry = writeBox('avc1', new Uint8Array(78), writeBox('avcC', [1, 0x64, 0, 0x1f, 0xff, 0xe0, 0]));
const init = writeVideoInit({ sampleEntry, timescale: 90_000, width: 640, height: 360, mediaTime: DECODE_DELAY_90K });
const pts = [0, 9_000, 3_000, 6_000, 12_000];
const samples = pts.map((time, index) => ({
  pts: time,
  sync: index === 0,
  data: new Uint8Array(10 + index).fill(index),
}));
const segment = writeVideoSegment({ sequence: 0, samples, startPts90k: 0, endPts90k: 15_000 });
const film = concatBytes([init, segment]);

test('what we write is read back with the same times, flags and bytes', () => {
  const { init: read, fragments } = parseFragments(film);
  const [track] = read.tracks;
  assert.deepEqual(
    [track?.kind, track?.timescale, track?.mediaTime, track?.width],
    ['video', 90_000, DECODE_DELAY_90K, 0],
  );
  const [fragment] = fragments;
  const got = fragment?.tracks[0]?.samples ?? [];
  assert.deepEqual(
    got.map((sample) => sample.dts + sample.cts - DECODE_DELAY_90K),
    pts,
  );
  assert.deepEqual(
    got.map((sample) => sample.sync),
    [true, false, false, false, false],
  );
  assert.deepEqual(
    got.map((sample) => [...sample.data]),
    samples.map((sample) => [...sample.data]),
  );
  assert.equal(
    got.reduce((sum, sample) => sum + sample.duration, 0),
    15_000,
  );
});

test('a stream may be cut anywhere', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const parser = new FragmentParser();
      const events = [];
      for (let offset = 0, index = 0; offset < film.length; index++) {
        const size = sizes[index % sizes.length] ?? 1;
        events.push(...parser.push(film.slice(offset, offset + size)));
        offset += size;
      }
      assert.deepEqual(
        [...events, ...parser.end()].map((event) => event.type),
        ['init', 'fragment'],
      );
    }),
  );
});

test('damaged bytes end in a typed error or in samples, never in a throw', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(film.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
      fc.nat(film.length),
      (changes, end) => {
        const damaged = film.slice(0, Math.max(1, end));
        for (const [offset, value] of changes) if (offset < damaged.length) damaged[offset] = value;
        const parser = new FragmentParser();
        for (const event of [...parser.push(damaged), ...parser.end()]) {
          if (event.type === 'error') assert.ok(event.error instanceof Mp4Error);
        }
      },
    ),
    { numRuns: 2_000 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const parser = new FragmentParser();
      parser.push(bytes);
      parser.end();
    }),
    { numRuns: 1_000 },
  );
});

const failures: [string, Uint8Array, string][] = [
  ['a box of size 0', Uint8Array.from([...u32(0), 0x6d, 0x64, 0x61, 0x74, ...new Uint8Array(8)]), 'unsupported'],
  [
    'a box smaller than its header',
    Uint8Array.from([...u32(7), 0x6d, 0x64, 0x61, 0x74, ...new Uint8Array(8)]),
    'box-size',
  ],
  [
    'a 64-bit size of 2^63',
    Uint8Array.from([...u32(1), 0x6d, 0x64, 0x61, 0x74, 0x80, 0, 0, 0, 0, 0, 0, 0]),
    'box-size',
  ],
  [
    'a 64-bit size smaller than its header',
    Uint8Array.from([...u32(1), 0x6d, 0x64, 0x61, 0x74, 0, 0, 0, 0, 0, 0, 0, 8]),
    'box-size',
  ],
  [
    'a box beyond the limit',
    Uint8Array.from([...u32(0x7fff_ffff), 0x6d, 0x64, 0x61, 0x74, ...new Uint8Array(8)]),
    'too-large',
  ],
  ['media before its init segment', segment, 'malformed'],
  ['an end inside a box', film.slice(0, -1), 'truncated'],
];
for (const [name, bytes, code] of failures) {
  test(`${name} is refused as ${code}`, () => {
    const parser = new FragmentParser();
    const codes = [...parser.push(bytes), ...parser.end()].flatMap((event) =>
      event.type === 'error' ? [event.error.code] : [],
    );
    assert.deepEqual(codes, [code]);
  });
}

test('boxes nested ten thousand deep do not recurse', () => {
  const depth = 10_000;
  const bytes = new Uint8Array(depth * 8);
  for (let level = 0; level < depth; level++)
    bytes.set([...u32(bytes.length - level * 8), 0x6d, 0x6f, 0x6f, 0x76], level * 8);
  const parser = new FragmentParser();
  const [event] = parser.push(bytes);
  assert.equal(event?.type, 'error');
  assert.throws(() => readBoxes(bytes, 17), { code: 'too-deep' });
});
