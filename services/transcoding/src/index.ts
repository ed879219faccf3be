import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  PicturesCommittedSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { Bell, defineService, startLoop } from '@kinora/kernel';
import { transcodingConfig } from './config.ts';
import { onUploadCompleted } from './consumers/on-upload-completed.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import type { TranscodingContext } from './context.ts';
import { createTaskTokens } from './domain/task-token.ts';
import { claimTask } from './http/claim-task.ts';
import { commitTaskSegment } from './http/commit-task-segment.ts';
import { completeTask } from './http/complete-task.ts';
import { createWorkerToken } from './http/create-worker-token.ts';
import { drainWorker } from './http/drain-worker.ts';
import { failTask } from './http/fail-task.ts';
import { getTaskInput } from './http/get-task-input.ts';
import { getTaskSource } from './http/get-task-source.ts';
import { heartbeatTask } from './http/heartbeat-task.ts';
import { listWorkerTokens } from './http/list-worker-tokens.ts';
import { listWorkers } from './http/list-workers.ts';
import { planTask } from './http/plan-task.ts';
import { putTaskOutput } from './http/put-task-output.ts';
import { resumeWorker } from './http/resume-worker.ts';
import { revokeWorkerToken } from './http/revoke-worker-token.ts';
import { getProcessing } from './rpc/get-processing.ts';
import { collectGarbage } from './store/collect-garbage.ts';
import { JobsStore } from './store/jobs-store.ts';
import type { TranscodingTables } from './store/tables.ts';
import { TasksStore } from './store/tasks-store.ts';
import { WorkersStore } from './store/workers-store.ts';

export { transcodingWorker } from './worker-role.ts';

export const transcoding = defineService({
  name: 'transcoding',
  owns: 'probe results, ladders, chunk tasks and their leases',
  config: transcodingConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 5,
  routes: [
    claimTask,
    commitTaskSegment,
    completeTask,
    createWorkerToken,
    drainWorker,
    failTask,
    getTaskInput,
    getTaskSource,
    heartbeatTask,
    listWorkerTokens,
    listWorkers,
    planTask,
    putTaskOutput,
    resumeWorker,
    revokeWorkerToken,
  ],
  provides: { service: TranscodingService, methods: [getProcessing] },
  calls: { identity: IdentityService },
  emits: [
    ProcessingPlannedSchema,
    SegmentsCommittedSchema,
    PicturesCommittedSchema,
    ProcessingFinishedSchema,
    ProcessingFailedSchema,
  ],
  listens: [onUploadCompleted, onVideoDeleted],
  async start({ config, database, outbox, blobs, clock, log, secret, verifyServiceToken }) {
    const db = database<TranscodingTables>();
    const jobs = new JobsStore({ database: db, outbox });
    const tasks = new TasksStore({ database: db, jobs });
    const workers = new WorkersStore({ database: db });
    const bell = new Bell();
    let activeSlots = 2;
    const context: TranscodingContext = {
      config,
      jobs,
      tasks,
      workers,
      taskTokens: createTaskTokens(await secret('transcoding-tasks')),
      blobs,
      clock,
      log,
      verifyServiceToken,
      wakeClaims: () => bell.ring(),
      nextWake: (signal) => bell.next(signal),
      isClosing: () => bell.closed,
      activeSlots: () => Math.max(activeSlots, bell.waiting),
    };
    const collecting = startLoop({ name: 'collecting blobs', log, idleMs: 30_000, run: () => collectGarbage(context) });
    const watching = startLoop({
      name: 'watching leases',
      log,
      idleMs: 5000,
      run: async () => {
        activeSlots = bell.waiting;
        await tasks.giveUpPoisoned();
        return false;
      },
    });
    return {
      context,
      pending: () => tasks.countOpen(),
      async drain() {
        bell.close();
      },
      async stop() {
        await watching.stop();
        await collecting.stop();
      },
    };
  },
});
