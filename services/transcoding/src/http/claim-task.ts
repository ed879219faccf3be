import type { ProbeResult } from '@kinora/ffmpeg';
import { defineRoute } from '@kinora/kernel';
import type { ClaimedTask } from '@kinora/worker';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { HEARTBEAT_MS, LEASE_MS } from '../domain/lease.ts';
import type { SplicePayload } from '../domain/plan-splice.ts';
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
      const task = await context.tasks.claim(workerId, { tokenId, growing });
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
  return {
    taskId: task.id,
    taskToken: context.taskTokens.issue(task.id, task.attempt),
    attempt: task.attempt,
    leaseMs: LEASE_MS,
    heartbeatMs: HEARTBEAT_MS,
    work: await workOf(context, task, job),
  };
}

async function workOf(context: TranscodingContext, task: TaskRow, job: JobRow): Promise<ClaimedTask['work']> {
  if (task.kind === 'ingest') return ingestWork(context, task, job);
  return task.kind === 'chunk' ? chunkWork(task, job) : (task.payload as unknown as SplicePayload).work;
}

async function ingestWork(context: TranscodingContext, task: TaskRow, job: JobRow) {
  const counts = await context.jobs.database.query
    .selectFrom('segments')
    .select((eb) => ['track', eb.fn.countAll<number>().as('count')])
    .where('job_id', '=', job.id)
    .groupBy('track')
    .execute();
  const count = (track: string) => Number(counts.find((row) => row.track === track)?.count ?? 0);
  return {
    kind: 'ingest' as const,
    sizeBytes: Number(job.source_bytes),
    growing: task.growing,
    probe: job.probe,
    mayPassThrough: job.may_pass_through,
    encode: job.encode,
    committedVideo: count('source'),
    committedAudio: count('audio'),
  };
}

function chunkWork(task: TaskRow, job: JobRow) {
  const { chunk, renditions, lenient, heldSequence } = task.payload as unknown as ChunkPayload;
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
    size: { width, height },
    picture,
  };
}
