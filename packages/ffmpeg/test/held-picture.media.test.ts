import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { parseInitSegment, planChunks, planLadder, type VideoSegment } from '@kinora/media';
import { encodeChunk, generateFilm, ingest, probe } from '../src/index.ts';
import { temporaryFolder } from './process-film.ts';

test('a chunk that cannot be decoded is a still picture of another, in the same init segment and segments', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'film.mp4');
  await generateFilm({ path, seconds: 12, width: 320, height: 240, fps: '50', audio: 'none' });
  const probed = await probe({ path });
  const { video } = probed;
  assert.ok(video);
  const segments: VideoSegment[] = [];
  let init = new Uint8Array();
  await ingest({
    source: path,
    probe: probed,
    passthrough: false,
    onVideoInit: ({ bytes }) => {
      init = new Uint8Array(bytes);
    },
    onVideoSegment: (segment) => void segments.push(segment),
    onAudioInit: () => {},
    onAudioSegment: () => {},
  });
  const { chunks } = planChunks(segments, { targetMs: 8000, passthrough: false, final: true, workers: 1 });
  const [good, poison] = chunks;
  assert.ok(good && poison && good.cuts90k.length >= 2);
  // The full rate, and half of it.
  const [small] = planLadder(video, { passthrough: false });
  assert.ok(small);
  const renditions = [
    { ...small, name: 'full', rateDivisor: 1 },
    { ...small, name: 'half', rateDivisor: 2 },
  ];
  assert.deepEqual(
    renditions.map(({ rateDivisor }) => rateDivisor),
    [1, 2],
  );
  const bytesOf = (sequences: number[]) => sequences.map((sequence) => segments[sequence]?.bytes ?? new Uint8Array());
  const common = { init, renditions, size: { width: 320, height: 240 }, picture: video };
  const made = new Map<string, Uint8Array[]>();
  const own = await encodeChunk({
    ...common,
    chunk: good,
    segments: bytesOf(good.inputSequences),
    onSegment: () => {},
  });
  const held = await encodeChunk({
    ...common,
    chunk: { ...poison, storyboard90k: [] },
    segments: bytesOf([1]),
    holdFirstPicture: true,
    onInit: (name, { bytes }) => void made.set(name, [bytes]),
    onSegment: (name, _sequence, bytes) => void made.get(name)?.push(bytes),
  });
  assert.deepEqual(
    held.renditions.map(({ name, initSha256 }) => [name, initSha256]),
    own.renditions.map(({ name, initSha256 }) => [name, initSha256]),
  );
  for (const { segments: parts, startPts90k, endPts90k, frames } of held.renditions) {
    assert.deepEqual(
      parts.map(({ startPts90k: start }) => start),
      poison.cuts90k,
    );
    assert.deepEqual([startPts90k, endPts90k], [poison.startPts90k, poison.endPts90k]);
    assert.ok(frames > 0);
  }
  const [full, half] = held.renditions;
  assert.ok(full && half && Math.abs(full.frames - poison.frames) <= poison.cuts90k.length + 1);
  assert.ok(Math.abs(half.frames - full.frames / 2) <= poison.cuts90k.length);
  for (const [name, [initBytes = new Uint8Array(), ...parts]] of made) {
    assert.equal(parseInitSegment(initBytes).tracks.length, 1, name);
    assert.equal(parts.length, poison.cuts90k.length);
  }
});
