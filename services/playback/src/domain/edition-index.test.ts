import assert from 'node:assert/strict';
import { test } from 'node:test';
import { availableMs, type EditionIndex, indexRendition, isComplete, playableRenditions } from './edition-index.ts';

const row = {
  name: '360p',
  audio: false,
  width: 640,
  height: 360,
  frame_rate: 30,
  bitrate_bps: 1_000_000,
  timescale: 90_000,
  language: '',
  title: '',
  loudness_lufs: null,
  codecs: 'avc1.64001e',
  init_blob: 'init',
  total_segments: null,
  left_out_until: null,
};
const run = (first: number, count: number) => ({
  rendition: '360p',
  first_sequence: first,
  start_ticks: first * 360_000,
  durations: Array.from({ length: count }, () => 360_000),
  sizes: Array.from({ length: count }, () => 1000),
  blob_prefix: `run${first}/`,
});
const edition = (parts: Partial<EditionIndex>): EditionIndex => ({
  id: 'e',
  videoId: 'v',
  version: 1,
  durationMs: 40_000,
  width: 640,
  height: 360,
  sounds: 0,
  posterBlob: null,
  held: false,
  finished: false,
  plannedAt: new Date(0),
  kept: null,
  video: [],
  audio: [],
  sheets: [],
  ...parts,
});

test('what lies behind a gap waits until the gap is filled', () => {
  assert.equal(indexRendition(row, [run(0, 5), run(10, 5)], false)?.segments.length, 5);
  const whole = indexRendition(row, [run(0, 5), run(5, 5), run(10, 5)], false);
  assert.equal(whole?.segments.length, 15);
  assert.equal(whole?.segments[7]?.blobKey, 'run5/7.m4s');
  assert.equal(whole && availableMs(whole), 60_000);
});

test('a repeated run changes nothing', () => {
  assert.equal(indexRendition(row, [run(0, 5), run(3, 2), run(5, 5)], false)?.segments.length, 10);
});

test('nothing is played before two segments or before the sound', () => {
  const one = indexRendition(row, [run(0, 1)], false);
  const two = indexRendition(row, [run(0, 2)], false);
  assert.ok(one && two);
  assert.equal(playableRenditions(edition({ video: [one] })).length, 0);
  assert.equal(playableRenditions(edition({ video: [two] })).length, 1);
  assert.equal(playableRenditions(edition({ video: [two], sounds: 1 })).length, 0);
  const audio = indexRendition({ ...row, audio: true, total_segments: 1 }, [run(0, 1)], false);
  assert.ok(audio);
  assert.equal(playableRenditions(edition({ video: [two], sounds: 1, audio: [audio] })).length, 1);
  assert.equal(playableRenditions(edition({ video: [two], sounds: 2, audio: [audio] })).length, 0, 'one of two');
});

test('a rendition with a gap is not complete, whatever has been said', () => {
  const gap = indexRendition(row, [run(0, 5), run(10, 5)], true);
  assert.equal(gap?.complete, false);
  assert.ok(gap);
  assert.equal(isComplete(edition({ finished: true, video: [gap] })), false);
});
