import { createHash } from 'node:crypto';
import { create, type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  UploadAbandonedSchema,
  UploadCompletedSchema,
  UploadStartedSchema,
} from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { callingPeer, eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { ChunkCompletion, ClaimedTask } from '@kinora/worker';
import type { TranscodingContext } from '../src/context.ts';
import { transcoding } from '../src/index.ts';
import type { TranscodingTables } from '../src/store/tables.ts';

export interface TranscodingAlone extends ServiceAlone<TranscodingContext> {
  database: Database<TranscodingTables>;
  claimAs(authorization: string | undefined, workerId?: string, takes?: 'work' | 'growing'): Promise<Response>;
  /** A file arrived: its job is there. */
  upload(bytes?: Uint8Array): Promise<{ videoId: string; jobId: string }>;
  /** The same for a video that exists; answers the event's id. */
  tellUpload(videoId: string, bytes?: Uint8Array): Promise<string>;
  /** A file begins to arrive. */
  startUpload(): Promise<ArrivingUpload>;
  /** As one of our own processes, or with the token of a worker elsewhere. */
  claim(workerToken?: string, takes?: 'work' | 'growing'): Promise<TaskDouble>;
  deleteVideo(videoId: string): Promise<void>;
  job(videoId: string): Promise<{ id: string; state: string; failure_code: string | null }>;
  task(id: string): Promise<{ state: string; attempt: number; failures: number }>;
  told<Desc extends DescMessage>(schema: Desc, videoId: string): Promise<ReturnType<typeof fromBinary<Desc>>[]>;
  expire(taskId: string): Promise<void>;
}

/** A file on its way, as the uploads service tells of it. */
export interface ArrivingUpload {
  videoId: string;
  uploadId: string;
  arrived(offsetBytes: number): void;
  completed(options?: { indexDiffers?: boolean }): Promise<void>;
  abandoned(): Promise<void>;
}

/** What a worker does about one task, with bytes that are nothing but bytes. */
export interface TaskDouble {
  claimed: ClaimedTask;
  send(method: string, path: string, body?: unknown, token?: string): Promise<Response>;
  put(name: string, bytes?: Uint8Array): Promise<Response>;
  heartbeat(progressMs?: number): Promise<boolean>;
  plan(options?: {
    copyable?: boolean;
    height?: number;
    /** German ones, in full and of signs, and English ones that are pictures. */
    captions?: boolean;
  }): Promise<{ passthrough: boolean; ladder: { name: string }[] }>;
  /** Puts and commits source segments of 4 s. */
  source(from: number, count: number): Promise<void>;
  ingested(count: number, change?: object): Promise<Response>;
  /** Puts all that the chunk asks for; the completion that tells of it. */
  encode(): Promise<ChunkCompletion>;
  complete(completion: unknown): Promise<Response>;
  fail(code: string, transient: boolean): Promise<Response>;
}

export const ARRIVING_BYTES = 1000;
export const BYTES = Buffer.from('a segment');
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const FRAME = 3600;
const SEGMENT = 100 * FRAME;

export function sourceCommit(sequence: number) {
  const startPts90k = sequence * SEGMENT;
  return {
    track: 'source',
    ...(sequence === 0 ? { init: { codecs: 'vp09', width: 640, height: 360, sha256: sha256(BYTES) } } : {}),
    segment: {
      sequence,
      startTicks: startPts90k,
      durationTicks: SEGMENT,
      sizeBytes: BYTES.length,
      sha256: sha256(BYTES),
      info: {
        sequence,
        startPts90k,
        durationPts90k: SEGMENT,
        frames: Array.from({ length: 100 }, (_, index) => startPts90k + index * FRAME),
        keyframePts90k: startPts90k,
        leadingFrames: 0,
        independent: true,
        parameterChange: false,
        keyframeIntervalPts90k: SEGMENT,
      },
    },
  };
}

const CAPTIONS = [
  { streamIndex: 2, codec: 'subrip', isText: true, isForced: true, language: 'ger', title: 'Signs' },
  { streamIndex: 3, codec: 'subrip', isText: true, isForced: false, language: 'ger', title: 'All' },
  { streamIndex: 4, codec: 'dvd_subtitle', isText: false, isForced: false, language: 'eng' },
];

const probe = (codec: string, height: number, captions: boolean) => ({
  demuxer: codec === 'h264' ? 'mov' : 'matroska',
  durationMs: 12_000,
  startTimeSeconds: 0,
  subtitles: captions ? CAPTIONS : [],
  chapters: [],
  audioTracks: [],
  video: {
    width: Math.round((height * 16) / 9),
    height,
    sar: 1,
    rotation: 0,
    fpsNum: 25,
    fpsDen: 1,
    codec,
    pixFmt: 'yuv420p',
    bitDepth: 8,
    copyable: true,
    hiddenFrames: 0,
    interlaced: false,
    hdr: false,
    streamIndex: 0,
    firstPtsSeconds: 0,
    hasFrames: true,
  },
});

export async function startTranscoding(settings: Record<string, string> = {}): Promise<TranscodingAlone> {
  const arriving: { videoId: string; uploadId: string; offsetBytes: number }[] = [];
  const service = await startServiceAlone<TranscodingContext>({
    service: transcoding,
    environment: { CHUNK_SECONDS: '4', ...settings },
    peers: [
      callingPeer('transcoding-worker'),
      callingPeer('videos'),
      fakePeer('uploads', UploadsService, {
        getUploads: ({ videoIds }) => ({
          uploads: arriving
            .filter(({ videoId }) => videoIds.includes(videoId))
            .map((upload) => ({ ...upload, offsetBytes: BigInt(upload.offsetBytes) })),
        }),
      }),
    ],
  });
  const database = await service.engines.database.open<TranscodingTables>({
    service: 'transcoding',
    maxConnections: 1,
  });
  const { query } = database;
  const claimAs: TranscodingAlone['claimAs'] = (authorization, workerId = newId(), takes = 'work') =>
    fetch(`${service.url}/api/v1/worker/claims`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ workerId, name: 'test', version: '0', running: 0, takes }),
    });

  const double = (claimed: ClaimedTask): TaskDouble => {
    const send: TaskDouble['send'] = (method, path, body, token = claimed.taskToken) =>
      fetch(`${service.url}/api/v1/worker/tasks/${claimed.taskId}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined
            ? {}
            : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
        },
        ...(body === undefined
          ? {}
          : { body: body instanceof Uint8Array ? (body as Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
      });
    const put: TaskDouble['put'] = (name, bytes = BYTES) => send('PUT', `/outputs/${name}`, bytes);
    return {
      claimed,
      send,
      put,
      heartbeat: async (progressMs = 0) =>
        ((await (await send('POST', '/heartbeat', { progressMs })).json()) as { lost: boolean }).lost,
      plan: async ({ copyable = false, height = 360, captions = false } = {}) =>
        (await send('POST', '/plan', { probe: probe(copyable ? 'h264' : 'vp9', height, captions) })).json() as never,
      async source(from, count) {
        if (from === 0) await put('source/init.mp4');
        for (let sequence = from; sequence < from + count; sequence++) {
          await put(`source/${sequence}.m4s`);
          const answer = await send('POST', '/segments', sourceCommit(sequence));
          if (answer.status !== 204) throw new Error(`Segment ${sequence}: ${answer.status} ${await answer.text()}`);
        }
      },
      ingested: (count, change = {}) =>
        send('POST', '/completion', {
          kind: 'ingest',
          publishable: true,
          refusedBecause: [],
          durationMs: count * 4000,
          videoSegments: count,
          audio: [],
          poster: false,
          ...change,
        }),
      async encode() {
        const { work } = claimed;
        if (work.kind !== 'chunk') throw new Error('This is no chunk.');
        const { chunk, renditions } = work;
        await put('storyboard.jpg');
        for (const { name } of renditions) {
          await put(`${name}/init.mp4`);
          for (const index of chunk.cuts90k.keys()) await put(`${name}/${chunk.firstSequence + index}.m4s`);
        }
        return {
          kind: 'chunk',
          renditions: renditions.map(({ name }) => ({
            name,
            codecs: 'avc1.4d401e',
            initSha256: sha256(BYTES),
            frames: chunk.frames,
            segments: chunk.cuts90k.map((start, index) => ({
              sequence: chunk.firstSequence + index,
              startTicks: start,
              durationTicks: (chunk.cuts90k[index + 1] ?? chunk.endPts90k) - start,
              sizeBytes: BYTES.length,
              sha256: sha256(BYTES),
            })),
          })),
          storyboard: { columns: 1, rows: 1, tileWidth: 160, tileHeight: 90, timesMs: [0] },
        };
      },
      complete: (completion) => send('POST', '/completion', completion),
      fail: (code, transient) => send('POST', '/failure', { code, message: 'It failed.', detail: 'test', transient }),
    };
  };

  const job: TranscodingAlone['job'] = (videoId) =>
    query
      .selectFrom('jobs')
      .select(['id', 'state', 'failure_code'])
      .where('video_id', '=', videoId)
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
  const tellUpload = async (videoId: string, bytes: Uint8Array = Buffer.from('a film')): Promise<string> => {
    const uploadId = newId();
    const blobKey = `sources/${videoId}/${uploadId}`;
    await service.engines.blobs.put(blobKey, bytes);
    const payload = toBinary(
      UploadCompletedSchema,
      create(UploadCompletedSchema, {
        videoId,
        uploadId,
        fileName: 'film.mkv',
        sizeBytes: BigInt(bytes.length),
        sha256: sha256(bytes),
        blobKey,
      }),
    );
    const eventId = crypto.randomUUID();
    await service.tell({ id: videoId, producer: 'uploads', type: UploadCompletedSchema.typeName, payload, eventId });
    return eventId;
  };
  const tellOf = <Desc extends DescMessage>(schema: Desc, videoId: string, version: number, message: object) =>
    service.tell({
      id: videoId,
      producer: 'uploads',
      type: schema.typeName,
      version,
      payload: toBinary(schema, create(schema, message as never)),
    });
  const startUpload: TranscodingAlone['startUpload'] = async () => {
    const upload = { videoId: newId(), uploadId: newId(), offsetBytes: 0 };
    const { videoId, uploadId } = upload;
    const file = { videoId, uploadId, fileName: 'film.mp4', sizeBytes: BigInt(ARRIVING_BYTES) };
    arriving.push(upload);
    await tellOf(UploadStartedSchema, videoId, 1, file);
    await eventually('there is a job', () => job(videoId).catch(() => undefined));
    return {
      videoId,
      uploadId,
      arrived(offsetBytes) {
        upload.offsetBytes = offsetBytes;
      },
      async completed({ indexDiffers = false } = {}) {
        const blobKey = `sources/${videoId}/${uploadId}`;
        await service.engines.blobs.put(blobKey, Buffer.alloc(ARRIVING_BYTES));
        const whole = { ...file, sha256: sha256(Buffer.alloc(ARRIVING_BYTES)), blobKey, indexDiffers };
        await tellOf(UploadCompletedSchema, videoId, 2, whole);
      },
      abandoned: () => tellOf(UploadAbandonedSchema, videoId, 2, { videoId, uploadId, reason: 'cancelled' }),
    };
  };
  return {
    ...service,
    startUpload,
    database,
    claimAs,
    job,
    tellUpload,
    async upload(bytes) {
      const videoId = newId();
      await tellUpload(videoId, bytes);
      return { videoId, jobId: (await eventually('there is a job', () => job(videoId))).id };
    },
    async claim(workerToken, takes) {
      const token = workerToken ?? (await service.serviceToken('transcoding-worker'));
      const answer = await claimAs(`Bearer ${token}`, newId(), takes);
      if (answer.status !== 200) throw new Error(`No task: ${answer.status}`);
      return double((await answer.json()) as ClaimedTask);
    },
    deleteVideo: (videoId) =>
      service.tell({
        id: videoId,
        producer: 'videos',
        type: VideoDeletedSchema.typeName,
        payload: toBinary(VideoDeletedSchema, create(VideoDeletedSchema, { videoId, accessVersion: 2n })),
      }),
    task: (id) =>
      query.selectFrom('tasks').select(['state', 'attempt', 'failures']).where('id', '=', id).executeTakeFirstOrThrow(),
    async told(schema, videoId) {
      const rows = await query
        .selectFrom('outbox')
        .select('payload')
        .where('type', '=', schema.typeName)
        .where('key', '=', videoId)
        .orderBy('position')
        .execute();
      return rows.map(({ payload }) => fromBinary(schema, payload));
    },
    async expire(taskId) {
      await query
        .updateTable('tasks')
        .set({ lease_until: new Date(0) })
        .where('id', '=', taskId)
        .where('state', '=', 'leased')
        .execute();
    },
  };
}

/** What an earlier test left is not handed out in the next one. */
export async function forgetTasks(service: TranscodingAlone): Promise<void> {
  await service.database.query
    .updateTable('tasks')
    .set({ state: 'cancelled' })
    .where('state', 'in', ['ready', 'leased'])
    .execute();
}
