import { type ProbeResult, pictureOfSegments } from '@kinora/ffmpeg';
import { defineRoute } from '@kinora/kernel';
import type { ClaimedTask } from '@kinora/worker';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { HEARTBEATS, PRIORITY } from '../domain/lease.ts';
import { planOfCaptions } from '../domain/plan-of-captions.ts';
import type { SplicePayload } from '../domain/plan-splice.ts';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import { transcodingErrors } from '../errors.ts';
import type { JobRow } from '../store/jobs-store.ts';
import type { TaskRow } from '../store/tasks-store.ts';
import { authenticateWorker } from './worker-request.ts';

const WAIT_MS = 15_000;

export const claimTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/claims',
  operationId: 'claimTask',
  summary: 'Ask for a task; the answer comes as soon as there is one, or 204 after a while.',
  policy: 'own-token',
  body: z.object({
    workerId: z.string().min(8).max(64),
    name: z.string().max(200),
    version: z.string().max(40),
    running: z.number().int().min(0).max(1000),
    takes: z.enum(['work', 'growing']).default('work'),
  }),
  answers: { 200: z.looseObject({ taskId: z.string(), taskToken: z.string() }), 204: null },
  errors: ['transcoding.worker_unknown'],
  hidden: true,
  async handle(context: TranscodingContext, { body, raw, address, signal }) {
    const { tokenId } = await authenticateWorker(context, raw.headers.authorization);
    const until = context.clock.now() + WAIT_MS;
    const { workerId, takes, ...worker } = body;
    const growing = takes === 'growing';
    await context.workers.seen({ id: workerId, ...worker, address, token_id: tokenId });
    while (!signal.aborted && !context.isClosing() && context.clock.now() < until) {
      // Whoever waits here goes on by itself: each second it is looked at again.
      const task = (await context.room.mayBegin()) && (await context.tasks.claim(workerId, { tokenId, growing }));
      const claimed = task && (await describe(context, task));
      if (claimed) return claimed;
      await context.nextWake(takes, signal);
      if (tokenId && !(await context.workers.isValid(tokenId))) throw transcodingErrors.worker_unknown();
    }
    return undefined;
  },
});

async function describe(context: TranscodingContext, task: TaskRow): Promise<ClaimedTask | undefined> {
  const job = await context.jobs.find(task.job_id);
  if (!job) return undefined;
  const leaseMs = context.config.TASK_LEASE_SECONDS * 1000;
  return {
    taskId: task.id,
    taskToken: context.taskTokens.issue(task.id, task.attempt),
    attempt: task.attempt,
    leaseMs,
    heartbeatMs: Math.round(leaseMs / HEARTBEATS),
    work: await describeWork(context, task, job),
  };
}

function describeWork(
  context: TranscodingContext,
  task: TaskRow,
  job: JobRow,
): Promise<ClaimedTask['work']> | ClaimedTask['work'] {
  switch (task.kind) {
    case 'ingest':
      return ingestWork(context, task, job);
    case 'chunk':
      return chunkWork(task, job);
    case 'captions':
      return captionsWork(task, job);
    case 'splice':
      return (task.payload as unknown as SplicePayload).work;
    default:
      return task.kind satisfies never;
  }
}

function captionsWork(task: TaskRow, job: JobRow) {
  if (!job.probe) throw new Error(`The captions task ${task.id} belongs to a job without a plan.`);
  return {
    kind: 'captions' as const,
    sizeBytes: Number(job.source_bytes),
    demuxer: job.probe.demuxer,
    streamIndexes: planOfCaptions(job).map(({ streamIndex }) => streamIndex),
    zeroSeconds: job.probe.video?.firstPtsSeconds ?? 0,
  };
}

async function ingestWork(context: TranscodingContext, task: TaskRow, job: JobRow) {
  const counts = await context.jobs.database.query
    .selectFrom('segments')
    .select((eb) => ['track', eb.fn.countAll<number>().as('count')])
    .where('job_id', '=', job.id)
    .groupBy('track')
    .execute();
  return {
    kind: 'ingest' as const,
    sizeBytes: Number(job.source_bytes),
    growing: task.growing,
    probe: job.probe,
    mayPassThrough: job.may_pass_through,
    encode: job.encode,
    committedVideo: Number(counts.find(({ track }) => track === SOURCE_TRACK)?.count ?? 0),
    committedAudio: Object.fromEntries(
      counts.filter(({ track }) => track !== SOURCE_TRACK).map(({ track, count }) => [track, Number(count)]),
    ),
  };
}

function chunkWork(task: TaskRow, job: JobRow) {
  const { chunk, renditions, lenient, heldSequence, compare } = task.payload as unknown as ChunkPayload;
  const picture = (job.probe as ProbeResult | null)?.video;
  const largest = job.ladder?.[0];
  if (!picture || !largest) throw new Error(`The chunk task ${task.id} belongs to a job without a plan.`);
  const { width, height } = largest;
  return {
    kind: 'chunk' as const,
    chunk,
    renditions,
    ...(lenient ? { lenient } : {}),
    ...(heldSequence === undefined ? {} : { heldSequence }),
    ...(task.priority === PRIORITY.firstPicture ? { urgent: true } : {}),
    // A part of which pictures are missing says nothing about the rest.
    ...(compare && !lenient && heldSequence === undefined ? { compare } : {}),
    size: { width, height },
    picture: pictureOfSegments(job, picture),
  };
}
