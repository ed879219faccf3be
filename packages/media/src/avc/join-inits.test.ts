import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecString } from '../codecs.ts';
import { parseInitSegment } from '../mp4/init-segment.ts';
import { u16, writeBox } from '../mp4/write-box.ts';
import { onlyTrack } from '../packager/rewrite-init.ts';
import { writeVideoInit } from '../packager/write-init.ts';
import { type AvcConfiguration, readAvcConfiguration, writeAvcConfiguration } from './avc-configuration.ts';
import { joinAvcInits, planBesideOwn } from './join-inits.ts';
import { readSequenceParameters } from './sequence-parameters.ts';

// What x264 wrote of a picture of 480 by 270 pixels, with the pictures that refer to it.
const BASELINE = { set: '6742c015da07823fac0440000003004000000c83c58ba8', pictures: '68ce0fc8' };
const NO_PYRAMID = { set: '67640015acd307823fac0440000003004000000c83c58b4e', pictures: '68ef8fcb' };
const PYRAMID = { set: '67640015acd941e08feb011000000300100000030320f162d960', pictures: '68ef8fcb' };
const FULL_RANGE = {
  set: '67640015acd941e08feb016c8000000300800000193030007a12000f425359803c58b658',
  pictures: '68ebe3cb3002c0',
};
const TEN_BITS = { set: '676e0015a6cd941e08feb011000003000100000300320f162d96', pictures: '68ebe3cb22c0' };

const ALL_INTRA = { set: '67641015acb83c11fd60220000030002000003006408', pictures: '68ee0fcb' };
const INTERLACED = { set: '67640015acd941e12fcbff804400438800000300080000030190f8a14cb0', pictures: '68fe8fcb' };
const WIDE_PIXELS = { set: '67640015acd941e08feb0e1000000300100000030320f162d960', pictures: '68ef8fcb' };
const UNSAID_PIXELS = { set: '67640015acd941e08fea6a020404800000030080000019078b16cb', pictures: '68ef8fcb' };
// PYRAMID, ended before it says how many frames are reordered.
const SILENT = { set: '67640015acd941e08feb01100000030010000003032040', pictures: '68ef8fcb' };
// And with `sps-id=1`.
const MADE_BASELINE = { set: '6742c0155681e08feb011000000300100000030320f162ea', pictures: '6848e0fc80' };
const MADE_NO_PYRAMID = { set: '676400154b32307823fac044000003000400000300c83c58b4e0', pictures: '684af8fcb0' };
const MADE_PYRAMID = { set: '6764001e4b32941e08feb011000003000100000300320f162d96', pictures: '684af8fcb0' };
const MADE_BT709 = { set: '676400154b32941e08feb016a02020280000030008000003019078b16cb0', pictures: '684af8fcb0' };
const MADE_SMALLER = { set: '6764000c4b36505067e7c044000003000400000300c83c50a658', pictures: '684af8fcb0' };

type Sets = typeof BASELINE;

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

function initOf({ set, pictures }: Sets, change: Partial<AvcConfiguration> & { mediaTime?: number } = {}) {
  const { mediaTime = 8100, ...changed } = change;
  const sequenceSet = bytes(set);
  const configuration = writeAvcConfiguration({
    profile: sequenceSet[1] ?? 0,
    compatibility: sequenceSet[2] ?? 0,
    level: sequenceSet[3] ?? 0,
    nalLengthBytes: 4,
    sequenceSets: [sequenceSet],
    pictureSets: [bytes(pictures)],
    rest: bytes('fdf8f800'),
    ...changed,
  });
  const fields = new Uint8Array(78);
  fields.set([...u16(480), ...u16(270)], 24);
  const sampleEntry = writeBox('avc1', fields, configuration);
  return parseInitSegment(writeVideoInit({ sampleEntry, timescale: 90_000, width: 480, height: 270, mediaTime }));
}

test('what is encoded beside a file’s own picture follows what that says of itself', () => {
  assert.deepEqual(
    [BASELINE, ALL_INTRA, NO_PYRAMID, PYRAMID].map((own) => planBesideOwn(initOf(own))),
    [
      { profile: 'baseline', reorderedFrames: 0, parameterSetId: 1, saysSquare: true, fullRange: false },
      // It says nothing, and needs not: in this order of pictures nothing can be reordered.
      { profile: 'high', reorderedFrames: 0, parameterSetId: 1, saysSquare: true, fullRange: false },
      { profile: 'high', reorderedFrames: 1, parameterSetId: 1, saysSquare: true, fullRange: false },
      { profile: 'high', reorderedFrames: 2, parameterSetId: 1, saysSquare: true, fullRange: false },
    ],
  );
  const { picture } = readSequenceParameters(bytes(PYRAMID.set));
  assert.deepEqual(picture, {
    widthMacroblocks: 30,
    heightMacroblocks: 17,
    crop: [0, 0, 0, 1],
    sampleAspect: [1, 1],
    fullRange: false,
    colour: [2, 2, 2],
    chromaPlace: [0, 0],
  });
});

test('it says of its pixels and levels what the file says, and has a number that the file has not', () => {
  assert.equal(planBesideOwn(initOf(UNSAID_PIXELS)).saysSquare, false);
  assert.equal(planBesideOwn(initOf(FULL_RANGE)).fullRange, true);
  const pictureSets = [PYRAMID.pictures, MADE_PYRAMID.pictures].map(bytes);
  assert.equal(planBesideOwn(initOf(PYRAMID, { pictureSets })).parameterSetId, 2);
});

test('nothing can stand beside pictures of which players could not tell how they are to be shown', () => {
  const sets = [PYRAMID.set, MADE_PYRAMID.set].map(bytes);
  for (const [own, because] of [
    [initOf(SILENT), /how many/],
    [initOf(INTERLACED), /fields/],
    [initOf(TEN_BITS), /8 bits/],
    [initOf(WIDE_PIXELS), /4:3/],
    [initOf(PYRAMID, { sequenceSets: sets }), /2 sequence parameter sets/],
    [initOf(PYRAMID, { sequenceSets: [] }), /0 sequence parameter sets/],
    [initOf(PYRAMID, { pictureSets: Array.from({ length: 32 }, () => bytes(PYRAMID.pictures)) }), /33 parameter sets/],
    [initOf(PYRAMID, { nalLengthBytes: 2 }), /2 bytes/],
    [initOf(PYRAMID, { mediaTime: 6000 }), /6000/],
    // Three frames in place of two.
    [initOf(PYRAMID, { sequenceSets: [bytes('67640015acd941e08feb011000000300100000030320f162c858')] }), /3 reordered/],
  ] as const)
    assert.throws(() => planBesideOwn(own), { name: 'Mp4Error', code: 'unsupported', message: because });
});

test('the joined init segment has both sets, flags that both have, and the higher level', () => {
  for (const [own, made, codecs] of [
    [BASELINE, MADE_BASELINE, 'avc1.42c015'],
    [NO_PYRAMID, MADE_NO_PYRAMID, 'avc1.640015'],
    [PYRAMID, MADE_PYRAMID, 'avc1.64001e'],
  ] as const) {
    const before = initOf(own, { compatibility: 0xcc });
    const joined = joinAvcInits(before, initOf(made));
    assert.deepEqual([joined.codecs, joined.width, joined.height], [codecs, 480, 270]);
    const track = onlyTrack(parseInitSegment(joined.bytes), 'video');
    assert.deepEqual([codecString(track.sampleEntry), track.mediaTime], [codecs, 8100]);
    const { sequenceSets, pictureSets, rest } = readAvcConfiguration(track.sampleEntry);
    assert.deepEqual(sequenceSets, [own.set, made.set].map(bytes));
    assert.deepEqual(pictureSets, [own.pictures, made.pictures].map(bytes));
    assert.deepEqual(rest, bytes('fdf8f800'));
    assert.deepEqual(joinAvcInits(before, initOf(made)).bytes, joined.bytes, 'the same each time');
  }
});

test('sets that differ in more than their numbers are not joined', () => {
  for (const [made, because] of [
    [initOf(MADE_NO_PYRAMID), /reordered frames: 1 beside 2/],
    [initOf(MADE_BASELINE), /profile: 66 beside 100/],
    [initOf(MADE_BT709), /picture/],
    [initOf(MADE_SMALLER), /picture/],
    [initOf(UNSAID_PIXELS), /picture/],
    [initOf(PYRAMID), /numbers: \[0,0\] beside \[1,1\]/],
    [initOf(MADE_PYRAMID, { pictureSets: [bytes(PYRAMID.pictures)] }), /numbers: \[1,0\]/],
  ] as const)
    assert.throws(() => joinAvcInits(initOf(PYRAMID), made), { name: 'Mp4Error', message: because });
});
