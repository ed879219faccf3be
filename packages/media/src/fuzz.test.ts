import assert from 'node:assert/strict';
import { test } from 'node:test';
import { damaged } from '@kinora/testing/damaged';
import fc from 'fast-check';
import {
  buildFaststartHead,
  CaptionError,
  codecString,
  FragmentParser,
  inspectAvcKeyframe,
  Mp4Error,
  parseCaptions,
  parseFragments,
  parseInitSegment,
  parseMediaPlaylist,
  parseMultivariantPlaylist,
  planBesideOwn,
  readAvcConfig,
  readTopLevelBox,
  renumberFragment,
  rewriteAudioInit,
  rewriteVideoInit,
  writeAudioInit,
  writeMediaPlaylist,
  writeMultivariantPlaylist,
  writeVideoInit,
  writeVideoSegment,
} from './index.ts';
import { u16, u32, writeBox, writeFullBox } from './mp4/write-box.ts';

/** The same inputs every time; the long fuzz tests draw others. */
const RUNS = { seed: 20_261_122, numRuns: 1_000 };
/** For one input of some kilobytes; most take microseconds. */
const SLOW_MS = 250;
/** That stay after a parser's work on thousands of inputs. */
const MOST_KEPT_BYTES = 32 * 2 ** 20;

const sps = [0x67, 0x64, 0, 0x1f, 0xac, 0xd9];
const pps = [0x68, 0xeb, 0xe3, 0xcb];
const avcC = [1, 0x64, 0, 0x1f, 0xff, 0xe1, ...u16(sps.length), ...sps, 1, ...u16(pps.length), ...pps];
const sampleEntry = writeBox('avc1', new Uint8Array(78), writeBox('avcC', avcC));
const esds = [0, 0, 0, 0, 3, 25, 0, 1, 0, 4, 17, 0x40, 0x15, ...new Uint8Array(11), 5, 2, 0x11, 0x90];
const soundEntry = writeBox('mp4a', new Uint8Array(28), writeFullBox('esds', {}, esds.slice(4)));
const videoInit = writeVideoInit({ sampleEntry, timescale: 90_000, width: 640, height: 360, mediaTime: 45_000 });
const ownSet = Buffer.from('67640015acd941e08feb011000000300100000030320f162d960', 'hex');
const ownAvcC = [1, 0x64, 0, 0x15, 0xff, 0xe1, ...u16(ownSet.length), ...ownSet, 1, ...u16(pps.length), ...pps];
const ownEntry = writeBox('avc1', new Uint8Array(78), writeBox('avcC', ownAvcC));
const ownInit = writeVideoInit({ sampleEntry: ownEntry, timescale: 90_000, width: 480, height: 270, mediaTime: 8100 });
const audioInit = writeAudioInit({ sampleEntry: soundEntry, timescale: 48_000 });
const keyframe = Uint8Array.from([sps, pps, [0x65, 1, 2, 3]].flatMap((nal) => [...u32(nal.length), ...nal]));
const samples = Array.from({ length: 20 }, (_, index) => ({ pts: index * 3000, sync: index === 0, data: keyframe }));
const segment = writeVideoSegment({ sequence: 0, samples, startPts90k: 0, endPts90k: 60_000 });
const film = Buffer.concat([videoInit, segment]);
const index = writeBox(
  'moov',
  writeBox(
    'trak',
    writeBox('mdia', writeBox('minf', writeBox('stbl', writeFullBox('stco', {}, u32(2), u32(9), u32(99))))),
  ),
);
const master = writeMultivariantPlaylist({
  variants: [720, 360].map((height) => ({
    uri: `${height}p/index.m3u8`,
    name: `${height}p`,
    width: (height * 16) / 9,
    height,
    codecs: 'avc1.64001f,mp4a.40.2',
    frameRate: 29.97,
    bandwidthBps: 3_000_000,
    averageBandwidthBps: 2_000_000,
    audioGroup: 'audio',
    subtitlesGroup: 'captions',
  })),
  audio: [{ groupId: 'audio', name: 'A', uri: 'audio/index.m3u8', language: 'en', isDefault: true, channels: 2 }],
  subtitles: [{ groupId: 'captions', name: 'de', uri: 'captions/de/index.m3u8', language: 'de', isDefault: false }],
});
const playlist = writeMediaPlaylist({
  mapUri: 'init.mp4',
  segments: Array.from({ length: 8 }, (_, sequence) => ({ uri: `${sequence}.m4s`, durationSeconds: 4 })),
  ended: true,
  targetDurationSeconds: 4,
});
const cue = '1\n00:00:01,000 --> 00:00:02.000 line:0\n<v A>Tom & <b>Jerry</b> &lt;{\\an8}\n\n';

const bytes = (text: string) => Buffer.from(text);
const text = (input: Uint8Array) => Buffer.from(input).toString();

/** Each reader of what others have written, with something valid for it. */
const parsers: [name: string, valid: Uint8Array, read: (input: Uint8Array) => unknown][] = [
  ['an init segment of a picture', videoInit, (input) => rewriteVideoInit(parseInitSegment(input))],
  ['an init segment of sound', audioInit, (input) => rewriteAudioInit(parseInitSegment(input))],
  ['a fragmented film', film, parseFragments],
  ['a fragmented film in pieces', film, readInPieces],
  ['a segment that is numbered anew', segment, (input) => renumberFragment(input, { sequence: 7, trackId: 2 })],
  ['the index of a film', index, (input) => buildFaststartHead(film.subarray(0, 32), input)],
  ['the head of a film', film.subarray(0, 32), (input) => readTopLevelBox(input, 0, film.length)],
  ['a sample entry', sampleEntry, (input) => [codecString(input), readAvcConfig(input)]],
  ['a film’s own parameters', ownInit, (input) => planBesideOwn(parseInitSegment(input))],
  ['a sample entry of sound', soundEntry, codecString],
  ['a keyframe', keyframe, (input) => inspectAvcKeyframe(input, { nalLengthBytes: 4, parameterSets: [] })],
  ['a multivariant playlist', bytes(master), (input) => parseMultivariantPlaylist(text(input))],
  ['a media playlist', bytes(playlist), (input) => parseMediaPlaylist(text(input))],
  ['WebVTT', bytes(`WEBVTT\n\nSTYLE\n::cue {}\n\n${cue.repeat(20)}`), (input) => parseCaptions(text(input))],
  ['SubRip', bytes(cue.repeat(20)), (input) => parseCaptions(text(input))],
];

function readInPieces(input: Uint8Array): void {
  const parser = new FragmentParser();
  for (let at = 0; at < input.length; at += 97) parser.push(input.slice(at, at + 97));
  parser.end();
}

/** It answers, or throws what it says it throws, and soon. */
function assertTyped(read: () => unknown, withinMs = SLOW_MS): void {
  const began = performance.now();
  try {
    read();
  } catch (error) {
    if (!(error instanceof Mp4Error || error instanceof CaptionError)) throw error;
  }
  const tookMs = performance.now() - began;
  assert.ok(tookMs < withinMs, `it took ${tookMs} ms`);
}

for (const [name, valid, read] of parsers) {
  test(`${name}, damaged, is read or refused with a reason, soon and in little memory`, () => {
    read(valid);
    const before = process.memoryUsage();
    fc.assert(
      fc.property(damaged(valid), (input) => assertTyped(() => read(input))),
      RUNS,
    );
    const after = process.memoryUsage();
    const kept = after.arrayBuffers + after.external - before.arrayBuffers - before.external;
    assert.ok(kept < MOST_KEPT_BYTES, `${kept} bytes more`);
  });
}

/** For some megabytes; what grows faster than its input takes a minute. */
const ENDLESS_MS = 1_500;
const long = 200_000;
const endless: [name: string, read: () => unknown][] = [
  [
    'attributes without a value',
    () => parseMultivariantPlaylist(`#EXTM3U\n#EXT-X-STREAM-INF:${'A'.repeat(long)}\nx\n`),
  ],
  ['a quotation without an end', () => parseMultivariantPlaylist(`#EXTM3U\n#EXT-X-MEDIA:${'A="'.repeat(long)}\nx\n`)],
  ['digits', () => parseMediaPlaylist(`#EXTM3U\n#EXTINF:${'1'.repeat(long)}\nx\n`)],
  ['empty lines', () => parseMediaPlaylist('\n'.repeat(long))],
  ['tags that stay open', () => parseCaptions(`0:01.0 --> 0:02.0\n${'<'.repeat(1900)}\n\n`.repeat(100))],
  ['digits in the place of a time', () => parseCaptions(`${'1'.repeat(long)} --> 1\nx\n\n`)],
  ['arrows', () => parseCaptions('--> '.repeat(long / 4))],
  [
    'a keyframe of units of one byte',
    () =>
      inspectAvcKeyframe(new Uint8Array(400 * long).fill(1), {
        nalLengthBytes: 1,
        parameterSets: Array.from({ length: 280 }, () => Uint8Array.of(1)),
      }),
  ],
];
for (const [name, read] of endless) {
  test(`${name}, in any number, takes no time to speak of`, () => assertTyped(read, ENDLESS_MS));
}
