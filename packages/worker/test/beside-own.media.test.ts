import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type EncodeChunkOptions, encodeChunk, generateFilm, ingest, probe } from '@kinora/ffmpeg';
import {
  concatBytes,
  type LadderSource,
  parseFragments,
  planLadder,
  type VideoSegment,
  writeVideoSegment,
} from '@kinora/media';
import { assertOwnParameters, BesideOwn } from '../src/beside-own.ts';

const RUN = { signal: new AbortController().signal, limits: {} };
const refused = { name: 'MediaFailure', code: 'passthrough_refused' };
/** Of another encoder, under the number that is added to the film. */
const OTHER_SETS = ['6742c0155681e08feb011000000300100000030320f162ea', '6848e0fc80'];

let directory: string;
let init: Uint8Array;
let own: VideoSegment;
let picture: LadderSource & EncodeChunkOptions['picture'];
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-beside-'));
  const path = join(directory, 'film.mp4');
  await generateFilm({
    path,
    seconds: 8,
    width: 480,
    height: 270,
    fps: '25',
    gopSeconds: 4,
    bframes: 3,
    audio: 'none',
  });
  const probed = await probe({ path });
  if (!probed.video) throw new Error('The film has no picture.');
  picture = probed.video;
  const segments: VideoSegment[] = [];
  await ingest({
    source: path,
    probe: probed,
    onVideoInit: ({ bytes }) => {
      init = bytes;
    },
    onVideoSegment: (segment) => void segments.push(segment),
    onAudioInit: () => undefined,
    onAudioSegment: () => undefined,
  });
  const [first] = segments;
  if (!first) throw new Error('The film has no segments.');
  own = first;
});
after(() => rm(directory, { recursive: true, force: true }));

/** Some of the pictures in the middle of the segment. */
async function encodeBeside(beside: BesideOwn): Promise<void> {
  const frames = own.frames.slice(20, 61);
  const [from = 0, until = 0] = [frames[0], frames.at(-1)];
  const [top] = planLadder(picture);
  if (!top) throw new Error('Nothing to encode.');
  const chunk = { index: 0, startPts90k: from, endPts90k: until, cuts90k: [from], firstSequence: 0, frames: 40 };
  await encodeChunk({
    init,
    segments: [own.bytes],
    chunk: { ...chunk, inputSequences: [0], storyboard90k: [] },
    renditions: [top],
    size: top,
    picture,
    besideOwn: beside.plan,
    onInit: (_name, made) => void beside.join(made),
    onSegment: (_name, _sequence, bytes) => beside.keep(bytes),
  });
}

/** The segment, with parameter sets before the picture that is decoded as the `nth`. */
function withSets(nth: number): Uint8Array {
  const samples = parseFragments(init, own.bytes).fragments.flatMap(({ tracks }) =>
    tracks.flatMap((track) => track.samples),
  );
  const sets = OTHER_SETS.flatMap((set) => {
    const nal = Buffer.from(set, 'hex');
    return [Uint8Array.of(0, 0, 0, nal.length), nal];
  });
  return writeVideoSegment({
    sequence: 0,
    samples: samples.map(({ dts, cts, sync, data }, index) => ({
      pts: dts + cts - 8100,
      sync,
      data: index === nth ? concatBytes([...sets, data]) : data,
    })),
    startPts90k: own.startPts90k,
    endPts90k: own.startPts90k + own.durationPts90k,
  });
}

test('what is encoded beside a file’s own pictures is decoded with them, before and behind', async () => {
  const beside = new BesideOwn(init);
  await encodeBeside(beside);
  await beside.verify(own.bytes, RUN);
  assertOwnParameters(init, own.bytes);
});

test('it is refused where pictures would look different beside each other', async () => {
  const beside = new BesideOwn(init);
  await encodeBeside(beside);
  await assert.rejects(beside.verify(withSets(0), RUN), refused);
});

test('parameter sets within the film that are not those of its init segment are refused, wherever they are', () => {
  for (const nth of [0, 7]) assert.throws(() => assertOwnParameters(init, withSets(nth)), refused);
});

/** The init segment, with its picture parameter set once more for each of these. */
function withRepeatedSet(times: number): Uint8Array {
  const own = Buffer.from(init);
  const avcC = own.indexOf('avcC') + 4;
  const pictureSets = avcC + 8 + own.readUInt16BE(avcC + 6);
  const set = own.subarray(pictureSets + 1, pictureSets + 3 + own.readUInt16BE(pictureSets + 1));
  own.writeUInt8(1 + times, pictureSets);
  for (const box of ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsd', 'avc1', 'avcC']) {
    const at = own.indexOf(box) - 4;
    own.writeUInt32BE(own.readUInt32BE(at) + times * set.length, at);
  }
  const behind = pictureSets + 1 + set.length;
  return concatBytes([own.subarray(0, behind), ...Array(times).fill(set), own.subarray(behind)]);
}

test('a file of more parameter sets than any encoder writes is refused, not compared with each of its pictures', () => {
  assertOwnParameters(withRepeatedSet(30), own.bytes);
  assert.throws(() => assertOwnParameters(withRepeatedSet(31), own.bytes), { ...refused, detail: /33/ });
  assert.throws(() => new BesideOwn(withRepeatedSet(31)), refused);
});

test('an encoder that does not do what it is asked for is refused', async () => {
  const beside = new BesideOwn(init);
  Object.assign(beside.plan, { reorderedFrames: 0 });
  await assert.rejects(encodeBeside(beside), refused);
});
