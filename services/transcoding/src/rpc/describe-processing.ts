import { EditionKind, ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { displaySize } from '@kinora/media';
import type { ChunkPayload } from '../domain/split-task.ts';
import { isOpen, type JobRow } from '../store/jobs-store.ts';
import { NO_ROOM, type TaskRow } from '../store/tasks-store.ts';

const STATES = {
  probing: ProcessingState.PROBING,
  encoding: ProcessingState.ENCODING,
  finished: ProcessingState.FINISHED,
  failed: ProcessingState.FAILED,
  cancelled: ProcessingState.FAILED,
} as const;

const KINDS = {
  first: EditionKind.FIRST,
  replacement: EditionKind.REPLACEMENT,
  reprocessing: EditionKind.REPROCESSING,
  trim: EditionKind.TRIM,
  restoration: EditionKind.RESTORATION,
} as const;

/** How far a job is, from its tasks. */
export function describeProcessing(job: JobRow, tasks: TaskRow[], { now, hasRoom }: { now: number; hasRoom: boolean }) {
  return { ...describe(job, tasks, now), pausedBecause: pauseOf(job, tasks, hasRoom) };
}

/** Empty while it goes on. */
function pauseOf(job: JobRow, tasks: TaskRow[], hasRoom: boolean): string {
  if (!isOpen(job)) return '';
  if (!hasRoom) return NO_ROOM.server;
  const waiting = tasks.filter(({ state }) => state === 'ready' || state === 'leased');
  return waiting.some(({ state, last_error: error }) => state === 'ready' && error === NO_ROOM.worker) &&
    waiting.every(({ state }) => state === 'ready')
    ? NO_ROOM.worker
    : '';
}

function describe(job: JobRow, tasks: TaskRow[], now: number) {
  const totalMs = Number(job.duration_ms ?? 0);
  const chunks = tasks.filter((task) => task.kind !== 'ingest');
  const ingest = tasks.find((task) => task.kind === 'ingest');
  const encodedMs = chunks.reduce((sum, task) => sum + doneMs(task), 0);
  const ingestedMs = job.ingest_done ? totalMs : Math.min(totalMs, Number(ingest?.progress_ms ?? 0));
  const encoded = job.state === 'finished' ? 1 : totalMs > 0 ? Math.min(1, encodedMs / totalMs) : 0;
  const elapsedMs = job.encoding_since ? now - job.encoding_since.getTime() : 0;
  const etaMs = job.state === 'encoding' && encoded > 0.02 ? Math.round((elapsedMs * (1 - encoded)) / encoded) : 0;
  const video = job.probe?.video;
  const size = video ? displaySize(video) : { width: 0, height: 0 };
  return {
    videoId: job.video_id,
    kind: KINDS[job.edition_kind],
    uploadId: job.upload_id,
    state: STATES[job.state],
    version: BigInt(job.version),
    failureCode: job.failure_code ?? '',
    failureMessage: job.failure_message ?? '',
    etaMs: BigInt(etaMs),
    damages: damagesOf(chunks),
    ...(job.probe && video
      ? {
          source: {
            container: job.probe.demuxer,
            width: Math.round(size.width),
            height: Math.round(size.height),
            frameRate: video.fpsNum / video.fpsDen,
            durationMs: BigInt(totalMs),
            videoCodec: video.codec,
            audioCodec: job.probe.audioTracks[0]?.codec ?? '',
          },
        }
      : {}),
    renditions: (job.ladder ?? []).map((rendition) => {
      const done = rendition.passthrough ? ingestedMs : Math.min(encodedMs, totalMs);
      const complete = rendition.passthrough ? job.ingest_done : job.state === 'finished';
      return {
        name: rendition.name,
        width: rendition.width,
        height: rendition.height,
        passthrough: rendition.passthrough,
        doneMs: BigInt(Math.round(done)),
        complete,
        leftOutBecause: job.left_out.find(({ name }) => name === rendition.name)?.because ?? '',
      };
    }),
  };
}

/** Halves of one chunk that both failed are one damage. */
function damagesOf(chunks: TaskRow[]) {
  const damages = new Map<number, { startMs: bigint; endMs: bigint; code: string; message: string }>();
  for (const { quarantine_code: code, quarantine_message: message, payload } of chunks) {
    if (code === null) continue;
    const { chunk } = payload as unknown as ChunkPayload;
    const ms = (pts90k: number) => BigInt(Math.round(pts90k / 90));
    damages.set(chunk.index, {
      startMs: ms(chunk.startPts90k),
      endMs: ms(chunk.endPts90k),
      code,
      message: message ?? '',
    });
  }
  return [...damages.values()].sort((a, b) => Number(a.startMs - b.startMs));
}

function doneMs(task: TaskRow): number {
  const durationMs = Number(task.duration_ms);
  return task.state === 'done'
    ? durationMs
    : task.state === 'leased'
      ? Math.min(durationMs, Number(task.progress_ms))
      : 0;
}
