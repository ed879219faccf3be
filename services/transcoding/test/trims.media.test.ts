import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { UploadCompletedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { newId } from '@kinora/kernel';
import { isShown, type KeptRanges, keptLength, planTrim, shownTime } from '@kinora/media';
import { eventually, fakePeer, filmSha256, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import { startWorker, type Worker } from '@kinora/worker';
import type { TranscodingContext } from '../src/context.ts';
import type { EditionTrack, WholeEdition } from '../src/domain/whole-edition.ts';
import { transcoding } from '../src/index.ts';
import { trimIn } from '../src/store/begin-trim.ts';
import { findShown } from '../src/store/editions.ts';
import type { JobRow } from '../src/store/jobs-store.ts';
import { readEdition } from '../src/store/read-edition.ts';
import { makeCountedFilm, mediaData, shownPictures, toneStarts, writeTrack } from './trim-film.ts';

const SECONDS = 18;
let service: ServiceAlone<TranscodingContext>;
let worker: Worker;
let directory: string;

before(async () => {
  service = await startServiceAlone({
    service: transcoding,
    environment: { CHUNK_SECONDS: '8' },
    peers: [fakePeer('uploads', UploadsService, {})],
  });
  directory = await mkdtemp(join(tmpdir(), 'kinora-trim-'));
  const admin = await service.token({ role: 'admin' });
  const made = await fetch(`${service.url}/api/v1/admin/worker-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'far away' }),
  });
  const { token } = (await made.json()) as { token: string };
  worker = await startWorker({
    server: { url: () => service.url, token: async () => token },
    version: '0',
    directory,
    slots: 2,
    log: (level, message, fields) => level !== 'info' && console.error(message, fields),
  });
});
after(async () => {
  await service?.stop();
  await worker?.stop(0);
  await rm(directory, { recursive: true, force: true });
});

async function ended(videoId: string, jobs: number): Promise<JobRow> {
  return eventually(
    'the edition is made',
    async () => {
      const rows = await service.context.jobs.database.query
        .selectFrom('jobs')
        .selectAll()
        .where('video_id', '=', videoId)
        .where('state', 'in', ['finished', 'failed'])
        .execute();
      const failed = rows.find(({ state }) => state === 'failed');
      assert.equal(failed?.failure_message, undefined);
      return rows.length === jobs && (await findShown(service.context, [videoId]))[0];
    },
    { timeoutMs: 120_000, everyMs: 200 },
  );
}

async function upload(path: string): Promise<{ videoId: string; job: JobRow }> {
  const file = await readFile(path);
  const videoId = newId();
  const blobKey = `sources/${videoId}/1`;
  await service.engines.blobs.put(blobKey, file);
  await service.tell({
    id: videoId,
    producer: 'uploads',
    type: UploadCompletedSchema.typeName,
    payload: toBinary(
      UploadCompletedSchema,
      create(UploadCompletedSchema, {
        videoId,
        uploadId: newId(),
        fileName: path,
        sizeBytes: BigInt(file.length),
        sha256: await filmSha256(path),
        blobKey,
      }),
    ),
  });
  return { videoId, job: await ended(videoId, 1) };
}

const editionOf = (job: JobRow): Promise<WholeEdition> =>
  service.context.jobs.database.transaction((transaction) => readEdition(transaction, job));

/** Of a trimmed edition, as its rows tell. */
async function trackOf(job: JobRow, name: string) {
  const { query } = service.context.jobs.database;
  const rows = await query
    .selectFrom('segments')
    .selectAll()
    .where('job_id', '=', job.id)
    .where('track', '=', name)
    .orderBy('sequence')
    .execute();
  const init = await query
    .selectFrom('inits')
    .selectAll()
    .where('job_id', '=', job.id)
    .where('rendition', '=', name)
    .executeTakeFirstOrThrow();
  return { init: init.blob_key, rows };
}

async function trim(videoId: string, ranges: readonly (readonly [number, number])[]): Promise<void> {
  await service.context.jobs.database.transaction((transaction) =>
    trimIn(service.context, transaction, {
      videoId,
      ranges: ranges.map(([startMs, endMs]) => ({ startMs, endMs })),
    }),
  );
  service.context.wakeClaims();
}

/** Every rendition shows what is kept, all of it, when it should. Answers how many segments are those of the whole film. */
async function assertTrimmed(options: {
  whole: WholeEdition;
  job: JobRow;
  frames: KeptRanges;
  fps: number;
}): Promise<Map<string, number>> {
  const { whole, job, frames, fps } = options;
  const same = new Map<string, number>();
  for (const track of [...whole.video, ...whole.audio]) {
    const { init, rows } = await trackOf(job, track.name);
    assert.deepEqual(
      rows.map(({ sequence }) => sequence),
      [...rows.keys()],
      track.name,
    );
    const timescale = whole.audio.includes(track) ? 48_000 : 90_000;
    const written = await writeTrack(service.engines.blobs, join(directory, job.id, track.name), {
      init,
      segments: rows.map((row) => row.blob_key),
      durations: rows.map((row) => Number(row.duration_ticks) / timescale),
    });
    same.set(track.name, await countSame(track, rows));
    const seconds = rows.reduce((sum, row) => sum + Number(row.duration_ticks), 0) / timescale;
    assert.ok(Math.abs(seconds - keptLength(frames) / fps) < 0.0125, `${track.name} lasts ${seconds} s`);
    const film = await wholeFile(job, track, timescale);
    const isSound = whole.audio.includes(track);
    const tones = isSound ? await toneStarts(film) : [];
    const pictures = isSound ? [] : await shownPictures(film);
    for (const input of [written.file, written.playlist]) {
      const label = `${track.name} ${input}`;
      if (isSound) await assertTones(input, { whole: tones, frames, fps, label });
      else await assertPictures(input, { whole: pictures, frames, fps, label });
    }
  }
  return same;
}

type Picture = { number: number; time90k: number };

async function assertPictures(
  input: string,
  { whole, frames, fps, label }: { whole: Picture[]; frames: KeptRanges; fps: number; label: string },
): Promise<void> {
  const pictures = await shownPictures(input);
  const numbers = pictures.map(({ number }) => number);
  const kept = frames.map(([start, end]) => [(start * 90_000) / fps, (end * 90_000) / fps] as const);
  const due = whole.filter(({ time90k }) => isShown(kept, time90k + 2));
  // Of renditions with half the frame rate each segment keeps its first picture and every second one.
  const isThinned = whole.length < SECONDS * fps * 0.9;
  if (!isThinned) {
    const expected = due.map(({ number }) => number);
    assert.deepEqual(numbers, expected, label);
  }
  assert.ok(numbers.length >= due.length, label);
  for (const [index, { number, time90k }] of pictures.entries()) {
    const time = isThinned ? (number * 90_000) / fps : (due[index]?.time90k ?? 0);
    const dueTime = shownTime(kept, time);
    assert.ok(isShown(kept, time + 2), `${label}: picture ${number} is cut out`);
    assert.ok(
      Math.abs(time90k - dueTime) <= 2,
      `${label}: picture ${number} is shown at ${time90k}, not at ${dueTime}`,
    );
  }
}

/** Sounds of the whole film are heard when the pictures that they belong to are shown. */
async function assertTones(
  input: string,
  { whole, frames, fps, label }: { whole: number[]; frames: KeptRanges; fps: number; label: string },
): Promise<void> {
  const heard = await toneStarts(input);
  const kept = frames.map(([start, end]) => [start / fps, end / fps] as const);
  const due = whole.filter((time) => isShown(kept, time - 0.03) && isShown(kept, time + 0.15));
  assert.ok(due.length >= 5);
  for (const time of due) {
    const apart = Math.min(...heard.map((start) => Math.abs(start - shownTime(kept, time))));
    assert.ok(apart < 0.025, `${label}: the tone of ${time} s is heard ${apart} s apart`);
  }
}

/** The whole film, as one file. */
async function wholeFile(job: JobRow, track: EditionTrack, timescale: number): Promise<string> {
  const written = await writeTrack(service.engines.blobs, join(directory, `${job.id}-whole`, track.name), {
    init: track.init.blobKey,
    segments: track.segments.map(({ blobKey }) => blobKey),
    durations: track.segments.map(({ durationTicks }) => durationTicks / timescale),
  });
  return written.file;
}

async function countSame(track: EditionTrack, rows: { blob_key: string }[]): Promise<number> {
  const { blobs } = service.engines;
  const before = new Set<string>();
  for (const { blobKey } of track.segments) before.add(mediaData(await blobs.readAll(blobKey)).toString('base64'));
  let same = 0;
  for (const { blob_key: key } of rows) {
    if (before.has(mediaData(await blobs.readAll(key)).toString('base64'))) same++;
  }
  return same;
}

const gridOf = ({ video: [top] }: WholeEdition) =>
  (top?.segments ?? []).map(({ sequence, startTicks, durationTicks }) => ({
    sequence,
    start: startTicks,
    duration: durationTicks,
  }));

const ms = (frames: KeptRanges, fps: number) =>
  frames.map(([start, end]) => [Math.round((start * 1000) / fps), Math.round((end * 1000) / fps)] as const);

const FILMS = [
  {
    title: 'a film that is encoded is trimmed to the picture in all codecs, and only what lies beside a cut is encoded',
    name: 'encoded.mp4',
    fps: 25,
    video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p', '-g', '100', '-bf', '2'],
    extra: ['hevc' as const, 'av1' as const],
  },
  {
    title: 'the file’s own picture is copied, and only what lies beside a cut is encoded: nothing reordered',
    name: 'reordered-0.mp4',
    fps: 25,
    video: [
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '100', '-bf', '0'],
      ...['-vf', 'scale=out_range=pc,setsar=0', '-color_range', 'pc'],
    ],
  },
  {
    title:
      'the file’s own picture is copied, and only what lies beside a cut is encoded: one frame reordered, sets repeated',
    name: 'reordered-1.ts',
    fps: 25,
    video: [
      ...[
        '-c:v',
        'libx264',
        '-preset',
        'veryfast',
        '-pix_fmt',
        'yuv420p',
        '-profile:v',
        'main',
        '-g',
        '100',
        '-bf',
        '3',
      ],
      ...['-x264-params', 'b-pyramid=none:scenecut=0', '-color_primaries', 'bt709', '-colorspace', 'bt709'],
    ],
  },
  {
    title: 'the file’s own picture is copied, and only what lies beside a cut is encoded: two frames reordered',
    name: 'reordered-2.mp4',
    fps: 25,
    video: [
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '100', '-bf', '4'],
      ...['-x264-params', 'b-pyramid=normal:ref=4:open-gop=0:scenecut=0'],
    ],
  },
  {
    title: 'where a file does not say how much it reorders, all of its own picture is encoded',
    name: 'says-nothing.mp4',
    fps: 25,
    video: [
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-pix_fmt', 'yuv420p', '-g', '100', '-bf', '2'],
      ...['-x264-params', 'scenecut=0'],
    ],
    saysReordering: false,
    encodesAll: true,
  },
  {
    title: 'a film that is encoded as it is read is trimmed like others',
    name: 'read.avi',
    fps: 25,
    video: ['-c:v', 'mpeg4', '-q:v', '3', '-pix_fmt', 'yuv420p', '-g', '50'],
  },
  {
    title: 'renditions of half the frame rate are trimmed, too',
    name: 'fast.mp4',
    fps: 50,
    size: '960x540',
    video: ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p', '-g', '200'],
  },
];

for (const { title, extra = [], encodesAll = false, ...film } of FILMS) {
  test(title, async () => {
    const { fps } = film;
    service.context.config = { ...service.context.config, EXTRA_CODECS: extra };
    const path = await makeCountedFilm(directory, { ...film, seconds: SECONDS });
    const { videoId, job } = await upload(path);
    const whole = await editionOf(job);
    assert.deepEqual(whole.video.filter(({ init }) => !init.codecs.startsWith('avc1')).length, extra.length);
    assert.equal(whole.audio.length, 2);
    // Within segments with whole ones between them, in the middle of the film a single picture, and up to the end.
    const frames: KeptRanges = [
      [30, 8 * fps + 12],
      [9 * fps + 2, 9 * fps + 3],
      [11 * fps - 4, SECONDS * fps],
    ];
    await trim(videoId, ms(frames, fps));
    const trimmed = await ended(videoId, 2);
    assert.deepEqual([trimmed.edition_kind, trimmed.base_job], ['trim', job.id]);
    const same = await assertTrimmed({ whole, job: trimmed, frames, fps });
    const kept = frames.map(([start, end]) => [(start * 90_000) / fps, (end * 90_000) / fps] as const);
    const copies = planTrim(gridOf(whole), kept).filter((piece) => piece.whole).length;
    assert.ok(copies >= 2);
    assert.deepEqual(
      whole.video.map(({ name }) => [name, same.get(name)]),
      whole.video.map(({ name }, index) => [name, encodesAll && index === 0 ? 0 : copies]),
      'segments with the very samples of the whole film',
    );
  });
}
