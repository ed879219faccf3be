import {
  EditionKind,
  type Job,
  JobFilter,
  ProcessingState,
} from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { describePause } from '../domain/pause.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { encodeProgress } from './read-progress.ts';

const FILTERS = { open: JobFilter.OPEN, failed: JobFilter.FAILED, finished: JobFilter.FINISHED } as const;
const KINDS = ['first', 'replacement', 'reprocessing', 'trim', 'restoration'] as const;
const KIND_OF: Partial<Record<EditionKind, (typeof KINDS)[number]>> = {
  [EditionKind.REPLACEMENT]: 'replacement',
  [EditionKind.REPROCESSING]: 'reprocessing',
  [EditionKind.TRIM]: 'trim',
  [EditionKind.RESTORATION]: 'restoration',
};

const jobSchema = z.object({
  id: z.string(),
  /** Its title is null when it is deleted. */
  video: z.object({ id: z.string(), title: z.string().nullable() }),
  kind: z.enum(KINDS),
  state: z.enum(['waiting', 'processing', 'finished', 'failed']),
  /** Share of all pixels that are encoded, 0 to 1. */
  progress: z.number(),
  etaMs: z.number().nullable(),
  sourceBytes: z.number(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
  /** Before all others, as an administrator wants it. */
  first: z.boolean(),
  tasks: z.object({ waiting: z.number(), running: z.number() }),
  /** Names of those that work at it. */
  workers: z.array(z.string()),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Why a part of it was tried again. */
  lastError: z.string().nullable(),
  paused: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** It can be tried again, unless its file has gone since it failed. */
  retriable: z.boolean(),
});

const position = z.object({ list: z.literal('jobs'), state: z.string(), jobId: z.string() });

export const listJobs = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/jobs',
  operationId: 'listJobs',
  summary: 'What is processed, was, or could not be, of all videos; the latest first.',
  policy: 'admin',
  scopes: ['admin'],
  query: z.object({
    state: z.enum(['open', 'failed', 'finished']).default('open'),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(jobSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: VideosContext, { query, reply }) {
    const { state, limit, cursor } = query;
    const after = cursor ? position.safeParse(context.cursors.decode(cursor)).data : undefined;
    if (cursor && after?.state !== state) throw kernelErrors.cursor_invalid();
    const { jobs: found } = await context.transcoding.listJobs({
      filter: FILTERS[state],
      beforeId: after?.jobId ?? '',
      limit: limit + 1,
    });
    const jobs = found.slice(0, limit);
    const videos = await context.videos.findMany(jobs.flatMap(({ processing }) => processing?.videoId ?? []));
    const videoOf = new Map(videos.map((video) => [video.id, video]));
    const last = found.length > limit ? jobs.at(-1) : undefined;
    reply.header('cache-control', 'no-store');
    return {
      items: jobs.map((job) => present(job, videoOf.get(job.processing?.videoId ?? ''))),
      nextCursor: last ? context.cursors.encode({ list: 'jobs', state, jobId: last.id }) : null,
    };
  },
});

function present(job: Job, video: VideoRow | undefined): z.infer<typeof jobSchema> {
  const { processing } = job;
  const failed = processing?.state === ProcessingState.FAILED;
  const isWaiting = job.runningTasks === 0 && encodeProgress(processing) === 0;
  return {
    id: job.id,
    video: { id: processing?.videoId ?? '', title: video && !video.deleted_at ? video.title : null },
    kind: KIND_OF[processing?.kind ?? EditionKind.FIRST] ?? 'first',
    state: failed
      ? 'failed'
      : processing?.state === ProcessingState.FINISHED
        ? 'finished'
        : isWaiting
          ? 'waiting'
          : 'processing',
    progress: encodeProgress(processing),
    etaMs: processing && processing.etaMs > 0n ? Number(processing.etaMs) : null,
    sourceBytes: Number(job.sourceBytes),
    createdAt: new Date(Number(job.createdAtMs)).toISOString(),
    endedAt: job.endedAtMs === undefined ? null : new Date(Number(job.endedAtMs)).toISOString(),
    first: job.first,
    tasks: { waiting: job.waitingTasks, running: job.runningTasks },
    workers: job.workers,
    failure: failed ? { code: processing.failureCode, message: processing.failureMessage } : null,
    lastError: job.lastError || null,
    paused: describePause(processing?.pausedBecause ?? ''),
    retriable: job.retriable && video !== undefined && !video.deleted_at,
  };
}
