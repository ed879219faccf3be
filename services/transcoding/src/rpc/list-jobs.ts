import { JobFilter, TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { URGENCY } from '../domain/edition-kind.ts';
import type { JobRow } from '../store/jobs-store.ts';
import { readJobs } from '../store/read-jobs.ts';
import type { TaskRow } from '../store/tasks-store.ts';
import { describeProcessing } from './describe-processing.ts';

/** A page of a hundred, and whether there is another. */
const MOST = 101;
const STATES: Partial<Record<JobFilter, readonly JobRow['state'][]>> = {
  [JobFilter.FAILED]: ['failed'],
  [JobFilter.FINISHED]: ['finished'],
};

export const listJobs = defineRpc({
  method: TranscodingService.method.listJobs,
  callers: ['videos'],
  async handle(context: TranscodingContext, { filter, beforeId, limit }) {
    const most = Math.min(MOST, Math.max(1, limit));
    const jobs = await readJobs(context.jobs.database, {
      states: STATES[filter] ?? ['probing', 'encoding'],
      beforeId,
      limit: most,
    });
    const [tasks, workers] = [
      Map.groupBy(await context.tasks.listOfJobs(jobs.map((job) => job.id)), (task) => task.job_id),
      new Map((await context.workers.list()).map(({ id, name }) => [id, name])),
    ];
    const hasRoom = await context.room.mayBegin();
    const now = context.clock.now();
    return {
      jobs: jobs.map((job) => {
        const own = tasks.get(job.id) ?? [];
        const running = own.filter((task) => task.state === 'leased');
        return {
          id: job.id,
          processing: describeProcessing(job, own, { now, hasRoom }),
          createdAtMs: BigInt(job.created_at.getTime()),
          ...(job.ended_at ? { endedAtMs: BigInt(job.ended_at.getTime()) } : {}),
          first: job.urgency === URGENCY.first,
          waitingTasks: own.filter((task) => task.state === 'ready').length,
          runningTasks: running.length,
          workers: [...new Set(running.flatMap((task) => workers.get(task.worker_id ?? '') ?? []))].sort(),
          lastError: lastErrorOf(own),
          sourceBytes: BigInt(job.source_bytes),
          retriable: job.retriable,
        };
      }),
    };
  },
});

/** Of those that are not over: what was wrong before and went well since then is nobody's concern. */
function lastErrorOf(tasks: TaskRow[]): string {
  return (
    tasks.find(({ state, last_error: error }) => state !== 'done' && state !== 'cancelled' && error)?.last_error ?? ''
  );
}
