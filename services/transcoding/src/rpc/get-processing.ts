import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { findNext, findShown } from '../store/editions.ts';
import type { JobRow } from '../store/jobs-store.ts';
import { describeProcessing } from './describe-processing.ts';

export const getProcessing = defineRpc({
  method: TranscodingService.method.getProcessing,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoIds }) {
    const ids = videoIds.slice(0, 500);
    const [shown, next] = [await findShown(context, ids), await findNext(context, ids)];
    const jobs = [...shown, ...next];
    const tasks = Map.groupBy(await context.tasks.listOfJobs(jobs.map((job) => job.id)), (task) => task.job_id);
    const hasRoom = await context.room.mayBegin();
    const present = (job: JobRow) =>
      describeProcessing(job, tasks.get(job.id) ?? [], { now: context.clock.now(), hasRoom });
    return { processings: shown.map(present), next: next.map(present) };
  },
});
