import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { buildFaststartHead, DECODE_DELAY_90K, parseInitSegment, planChunks, planLadder } from '@kinora/media';
import {
  encodeChunk,
  extractFrame,
  findFfmpeg,
  generateFilm,
  type IngestOptions,
  ingest,
  MediaFailure,
  makePoster,
  probe,
} from '../src/index.ts';
import { resolveLimits } from '../src/limits.ts';
import { run } from '../src/run.ts';
import { decodedPts, processFilm, temporaryFolder } from './process-film.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const film = () => join(folder.path, 'film.mp4');
const nothing: Pick<IngestOptions, 'onVideoInit' | 'onVideoSegment' | 'onAudioInit' | 'onAudioSegment'> = {
  onVideoInit: () => undefined,
  onVideoSegment: () => undefined,
  onAudioInit: () => undefined,
  onAudioSegment: () => undefined,
};

before(async () => {
  folder = await temporaryFolder();
  const chapters = [
    { startMs: 0, title: 'One; two' },
    { startMs: 5_000, title: 'Three' },
  ];
  await generateFilm({
    path: film(),
    seconds: 10,
    width: 320,
    height: 240,
    bitrateBps: 300_000,
    chapters,
    captions: '1\n00:00:01,000 --> 00:00:02,000\nHello\n',
  });
});
after(() => folder[Symbol.asyncDispose]());

test('a probe tells tracks, chapters and captions', async () => {
  const result = await probe({ path: film() });
  assert.equal(result.demuxer, 'mov');
  assert.deepEqual(
    [result.video?.codec, result.video?.width, result.video?.fpsNum, result.video?.frames],
    ['h264', 320, 30, 300],
  );
  assert.deepEqual(
    result.chapters.map(({ startMs, title }) => [startMs, title]),
    [
      [0, 'One; two'],
      [5_000, 'Three'],
    ],
  );
  assert.equal(result.subtitles[0]?.isText, true);
  assert.ok(Math.abs((result.durationMs ?? 0) - 10_000) < 50);
});

test('a head is enough for a file with its index first, and not enough when cut too short', async () => {
  const bytes = await readFile(film());
  const whole = await probe({ path: film() });
  const head = await probe({ head: bytes.subarray(0, 128 * 1024) });
  assert.deepEqual(head.video?.firstPtsSeconds, whole.video?.firstPtsSeconds);
  await assert.rejects(probe({ head: bytes.subarray(0, 2_000) }), { code: 'need_more_data' });
});

test('an upload in flight gives the same segments as the file', async () => {
  const probed = await probe({ path: film() });
  const digest = async (source: IngestOptions['source']) => {
    const parts: string[] = [];
    const result = await ingest({
      ...nothing,
      source,
      probe: probed,
      onVideoSegment: (segment) => void parts.push(Buffer.from(segment.bytes).toString('base64')),
    });
    return { parts, result };
  };
  const stream = createReadStream(film(), { highWaterMark: 7_001 });
  assert.deepEqual(await digest(stream), await digest(film()));
});

test('a file with its index at the end streams behind a virtual head', async () => {
  const path = join(folder.path, 'last.mp4');
  await generateFilm({ path, seconds: 8, width: 320, height: 240, bitrateBps: 300_000, moovLast: true });
  const bytes = await readFile(path);
  const moovAt = bytes.lastIndexOf('moov') - 4;
  const mdatAt = bytes.indexOf('mdat') - 4;
  const { bytes: head, restFromBytes } = buildFaststartHead(bytes.subarray(0, mdatAt), bytes.subarray(moovAt));
  const stream = Buffer.concat([head, bytes.subarray(restFromBytes, moovAt)]);
  const probed = await probe({ head: stream.subarray(0, 256 * 1024) });
  const processed = await processFilm(path, join(folder.path, 'last'), { probe: probed, source: createPieces(stream) });
  const source = await decodedPts(path);
  assert.deepEqual(
    await decodedPts(processed.playlists.get('240p') ?? ''),
    source.map((pts) => pts - (source[0] ?? 0)),
  );
});

async function* createPieces(bytes: Uint8Array) {
  for (let offset = 0; offset < bytes.length; offset += 50_000) yield bytes.subarray(offset, offset + 50_000);
}

const refusals: [string, string | Uint8Array, string][] = [
  ['zero.mp4', '', 'empty_file'],
  ['list.mp4', '#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n', 'playlist_refused'],
  ['page.mp4', '<html><body>not a film</body></html>', 'text_refused'],
  ['noise.mp4', Uint8Array.from({ length: 5_000 }, (_, index) => (index * 7_919 + 13) % 251), 'unknown_container'],
  ['box.mp4', Buffer.concat([Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'), Buffer.alloc(4_000)]), 'corrupt'],
];
for (const [name, content, code] of refusals) {
  test(`${name} is refused as ${code} with a sentence`, async () => {
    const path = join(folder.path, name);
    await writeFile(path, content);
    await assert.rejects(
      probe({ path }),
      (error) => error instanceof MediaFailure && error.code === code && error.message.endsWith('.'),
    );
  });
}

test('a film without video is refused, a picture above the limit and too long a film too', async () => {
  const path = join(folder.path, 'sound.wav');
  await run({
    ffmpeg: await findFfmpeg(),
    program: 'ffmpeg',
    args: ['-v', 'error', '-f', 'lavfi', '-i', 'sine=duration=1', path],
    limits: resolveLimits(),
  });
  const probed = await probe({ path });
  assert.equal(probed.video, undefined);
  await assert.rejects(ingest({ ...nothing, source: path, probe: probed }), { code: 'no_video' });
  await assert.rejects(probe({ path: film() }, { limits: { maxPixels: 1_000 } }), { code: 'picture_too_large' });
  await assert.rejects(probe({ path: film() }, { limits: { maxDurationMs: 1_000 } }), { code: 'too_long' });
  await assert.rejects(probe({ path: film() }, { limits: { maxStreams: 1 } }), { code: 'too_many_streams' });
});

test('stopping kills ffmpeg at once, while the source is being waited for', async () => {
  const stop = new AbortController();
  const probed = await probe({ path: film() });
  const bytes = await readFile(film());
  async function* hanging() {
    yield bytes.subarray(0, 100_000);
    queueMicrotask(() => stop.abort(new Error('enough')));
    await new Promise(() => undefined);
  }
  await assert.rejects(ingest({ ...nothing, source: hanging(), probe: probed, signal: stop.signal }), {
    code: 'aborted',
  });
});

test('a run past its deadline, or without progress, is ended', async () => {
  const ffmpeg = await findFfmpeg();
  const endless = ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2', '-f', 'null', '-'];
  await assert.rejects(run({ ffmpeg, program: 'ffmpeg', args: endless, limits: resolveLimits({ deadlineMs: 300 }) }), {
    code: 'deadline',
  });
  await assert.rejects(run({ ffmpeg, program: 'ffmpeg', args: endless, limits: resolveLimits({ stallMs: 300 }) }), {
    code: 'stalled',
  });
});

test('what a consumer throws comes out as it is, and ffmpeg is gone', async () => {
  const broken = new Error('disk full');
  const probed = await probe({ path: film() });
  const onVideoSegment = () => Promise.reject(broken);
  await assert.rejects(ingest({ ...nothing, source: film(), probe: probed, onVideoSegment }), broken);
  const left = await new Promise<string>((resolve) => {
    execFile('ps', ['--ppid', String(process.pid), '-o', 'comm='], (_, stdout) => resolve(stdout));
  });
  assert.doesNotMatch(left, /ffmpeg/);
});

test('a file that breaks off is damaged, though ffmpeg ends without an error', async () => {
  const path = join(folder.path, 'short.mp4');
  await writeFile(path, await readFile(film()));
  await truncate(path, 250_000);
  await assert.rejects(processFilm(path, join(folder.path, 'short')), {
    code: 'corrupt',
    detail: /^\d+ of 300 frames$/,
  });
});

test('a chunk with fewer frames than planned fails', async () => {
  const out = join(folder.path, 'fewer');
  const processed = await processFilm(film(), out);
  // Of several segments, so that one can be missing.
  const [chunk] = planChunks(processed.sourceSegments, { passthrough: false, final: false, targetMs: 7000 }).chunks;
  const { video } = processed.probe;
  assert.ok(chunk && chunk.inputSequences.length > 1 && video);
  const init = await readFile(join(out, 'source/init.mp4'));
  const segments = await Promise.all(
    chunk.inputSequences.slice(0, -1).map((n) => readFile(join(out, `source/${n}.m4s`))),
  );
  const encode = encodeChunk({
    init,
    segments,
    chunk,
    renditions: planLadder(video).slice(-1),
    size: video,
    picture: video,
    onSegment: () => undefined,
  });
  await assert.rejects(
    encode,
    (error) => error instanceof MediaFailure && ['frame_count', 'output_invalid'].includes(error.code),
  );
});

test('frames and posters are pictures of the size asked for', async () => {
  const out = join(folder.path, 'pictures');
  await processFilm(film(), out);
  const init = await readFile(join(out, 'source/init.mp4'));
  assert.equal(parseInitSegment(init).tracks[0]?.mediaTime, DECODE_DELAY_90K);
  const segments = [await readFile(join(out, 'source/0.m4s'))];
  const jpeg = Buffer.from(await extractFrame({ init, segments, at90k: 100_000, maxWidth: 160 }));
  assert.equal(jpeg.readUInt16BE(0), 0xffd8);
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  assert.deepEqual([jpeg.readUInt16BE(frame + 7), jpeg.readUInt16BE(frame + 5)], [160, 120]);
  const webp = Buffer.from(await makePoster({ init, segments, format: 'webp' }));
  assert.equal(webp.toString('latin1', 8, 12), 'WEBP');
});

test('packets that cannot be copied after all are encoded from the beginning, or the caller is told', async () => {
  const path = join(folder.path, 'vp8.webm');
  await generateFilm({ path, seconds: 3, width: 160, height: 120, videoCodec: 'vp8' });
  const probed = await probe({ path });
  assert.ok(probed.video && !probed.video.copyable);
  const mistaken = { ...probed, video: { ...probed.video, copyable: true } };
  let restarts = 0;
  const result = await ingest({ ...nothing, source: path, probe: mistaken, onRestart: () => void restarts++ });
  assert.deepEqual([restarts, result.encoded, result.publishable, result.videoFrames], [1, true, true, 90]);
  await assert.rejects(ingest({ ...nothing, source: createReadStream(path), probe: mistaken }), {
    code: 'needs_encoding',
  });
});
