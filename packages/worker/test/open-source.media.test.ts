import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { type FilmOptions, generateFilm, ingest, type ProbeResult, probe } from '@kinora/ffmpeg';
import { findTrailingMoov } from '@kinora/media';
import { openSource } from '../src/open-source.ts';
import { SourceIncomplete } from '../src/read-source.ts';
import { type SourceAnswer, serveSource } from './source-server.ts';

let directory: string;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kinora-arriving-'));
});
after(() => rm(directory, { recursive: true, force: true }));

const FILM = { seconds: 12, width: 640, height: 360, audio: 'late' } as const;
const FILMS: Record<string, [extension: string, film: Partial<FilmOptions>]> = {
  'an MP4 with its index first': ['mp4', {}],
  'an MP4 with its index last': ['mp4', { moovLast: true }],
  'a QuickTime file with its index first': ['mov', {}],
  'a QuickTime file with its index last': ['mov', { moovLast: true }],
  'a Matroska file': ['mkv', {}],
  'a transport stream': ['ts', {}],
  'a WebM file': ['webm', {}],
  'a Flash file': ['flv', {}],
  'HEVC of ten bits in Matroska': ['mkv', { videoCodec: 'hevc10' }],
  'a film of an open GOP': ['mp4', { openGop: true, moovLast: true }],
  'a film without sound': ['mp4', { audio: 'none', moovLast: true }],
  'a film that was filmed upright': ['mp4', { rotation: 90 }],
  'a phone film with a hole': ['mp4', { variableRate: true, moovLast: true }],
  'a film whose clock does not begin at zero': ['ts', { startSeconds: 1.467 }],
};

for (const [name, [extension, film]] of Object.entries(FILMS)) {
  test(`${name} that arrives is cut into the same segments as the whole file`, async (t) => {
    const path = join(directory, `${Object.keys(FILMS).indexOf(name)}.${extension}`);
    await generateFilm({ ...FILM, ...film, path });
    const opened = await openArriving(t, path);
    t.after(() => opened.close());
    const whole = await probe({ path });
    assert.deepEqual(essence(opened.probe), essence(whole));
    assert.deepEqual(await segmentsOf(opened.source, opened.probe), await segmentsOf(path, whole));
  });
}

for (const [name, extension, film] of [
  ['an MP4 whose index is at its end and was not sent', 'mp4', { moovLast: true, noIndex: true }],
  ['VP8, which cannot be copied', 'webm', { videoCodec: 'vp8' }],
  ['an AVI, which has no times', 'avi', { videoCodec: 'mpeg4', audioCodec: 'mp3' }],
] as const) {
  test(`${name} is read when all of it is there`, async (t) => {
    const path = join(directory, `whole.${extension}`);
    await generateFilm({ ...FILM, ...film, path });
    await assert.rejects(openArriving(t, path, { noIndex: 'noIndex' in film }), (error) => {
      assert.ok(error instanceof SourceIncomplete);
      assert.equal(error.needsBytes, null);
      return true;
    });
  });
}

async function openArriving(t: TestContext, path: string, { noIndex = false } = {}) {
  const file = await readFile(path);
  const moov = await findTrailingMoov(async (start, end) => file.subarray(start, end), file.length);
  const index = moov && !noIndex ? file.subarray(moov.offsetBytes, moov.offsetBytes + moov.sizeBytes) : undefined;
  // In pieces of odd sizes, and cut off once.
  const cutAt = Math.floor(file.length / 3);
  const inPieces =
    (end: number): SourceAnswer =>
    async (response, start) => {
      for (let at = start; at < end; at += 77_777) response.write(file.subarray(at, Math.min(at + 77_777, end)));
      response.end();
    };
  const { client, signal } = await serveSource(t, [inPieces(cutAt), inPieces(file.length)], index);
  const work = {
    kind: 'ingest' as const,
    sizeBytes: file.length,
    growing: true,
    probe: null,
    mayPassThrough: true,
    encode: false,
    committedVideo: 0,
    committedAudio: {},
  };
  return openSource({ work, client, directory, limits: {}, signal });
}

/** What the plan is made from. A file that arrives does not say how long it is unless its container does. */
function essence({ video, audioTracks, demuxer }: ProbeResult) {
  const { bitrateBps: _rate, ...picture } = video ?? { bitrateBps: 0 };
  return { demuxer, picture, audioTracks };
}

async function segmentsOf(source: string | AsyncIterable<Uint8Array>, probed: ProbeResult): Promise<string[]> {
  const made: string[] = [];
  const note = (kind: string) => (part: { bytes: Uint8Array }) => {
    made.push(`${kind} ${createHash('sha256').update(part.bytes).digest('hex')}`);
  };
  const result = await ingest({
    source,
    probe: probed,
    onVideoInit: note('video init'),
    onVideoSegment: note('video'),
    onAudioInit: note('audio init'),
    onAudioSegment: note('audio'),
  });
  // Two tracks are delivered side by side.
  return [...made.toSorted(), JSON.stringify(result)];
}
