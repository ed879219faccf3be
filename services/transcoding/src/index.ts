import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  CaptionsFoundSchema,
  EditionWithdrawnSchema,
  PicturesCommittedSchema,
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  ProcessingPlannedSchema,
  SegmentsCommittedSchema,
  StorageCountedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { Bell, defineService, startLoop } from '@kinora/kernel';
import { transcodingConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onEditionReplaced } from './consumers/on-edition-replaced.ts';
import { onUploadAbandoned } from './consumers/on-upload-abandoned.ts';
import { onUploadCompleted } from './consumers/on-upload-completed.ts';
import { onUploadStarted } from './consumers/on-upload-started.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import type { TranscodingContext } from './context.ts';
import { createTaskTokens } from './domain/task-token.ts';
import { routes } from './routes.ts';
import { cancelEdition } from './rpc/cancel-edition.ts';
import { getProcessing } from './rpc/get-processing.ts';
import { getTrim } from './rpc/get-trim.ts';
import { listJobs } from './rpc/list-jobs.ts';
import { reprocess } from './rpc/reprocess.ts';
import { trim } from './rpc/trim.ts';
import { StorageRoom } from './storage-room.ts';
import { collectGarbage, sweepEditions } from './store/collect-garbage.ts';
import { countStorage } from './store/count-storage.ts';
import { JobsStore } from './store/jobs-store.ts';
import type { TranscodingTables } from './store/tables.ts';
import { TasksStore } from './store/tasks-store.ts';
import { wakeArrived } from './store/wake-arrived.ts';
import { WorkersStore } from './store/workers-store.ts';

export { transcodingWorker } from './worker-role.ts';

export const transcoding = defineService({
  name: 'transcoding',
  owns: 'probe results, ladders, chunk tasks and their leases',
  config: transcodingConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 5,
  routes,
  provides: {
    service: TranscodingService,
    methods: [cancelEdition, getProcessing, getTrim, listJobs, reprocess, trim],
  },
  calls: { identity: IdentityService, uploads: UploadsService },
  emits: [
    ActPerformedSchema,
    CaptionsFoundSchema,
    ProcessingPlannedSchema,
    SegmentsCommittedSchema,
    PicturesCommittedSchema,
    ProcessingFinishedSchema,
    ProcessingFailedSchema,
    EditionWithdrawnSchema,
    StorageCountedSchema,
  ],
  listens: [onAccountDeleted, onEditionReplaced, onUploadAbandoned, onUploadCompleted, onUploadStarted, onVideoDeleted],
  async start({
    app,
    config,
    database,
    outbox,
    clients,
    blobs,
    clock,
    log,
    peerUrl,
    secret,
    serviceToken,
    verifyServiceToken,
  }) {
    const db = database<TranscodingTables>();
    const jobs = new JobsStore({ database: db, outbox });
    const tasks = new TasksStore({ database: db, jobs, leaseMs: config.TASK_LEASE_SECONDS * 1000 });
    const workers = new WorkersStore({ database: db });
    const bells = { work: new Bell(), growing: new Bell() };
    let activeSlots = 2;
    const context: TranscodingContext = {
      config,
      outbox,
      jobs,
      tasks,
      workers,
      taskTokens: createTaskTokens(await secret('transcoding-tasks')),
      blobs,
      room: new StorageRoom({ blobs, reserveBytes: app.storageReserveBytes }),
      clock,
      log,
      graceMs: app.blobGraceMs,
      verifyServiceToken,
      uploads: clients.uploads,
      uploadsUrl: () => peerUrl('uploads'),
      uploadsToken: () => serviceToken('uploads'),
      wakeClaims: () => {
        for (const bell of Object.values(bells)) bell.ring();
      },
      nextWake: (takes, signal) => bells[takes].next(signal),
      watchArrivals: () => arriving.wake(),
      isClosing: () => bells.work.closed,
      activeSlots: () => Math.max(activeSlots, bells.work.waiting),
    };
    const collecting = startLoop({ name: 'collecting blobs', log, idleMs: 30_000, run: () => collectGarbage(context) });
    const sweep = sweepEditions(context);
    const sweeping = startLoop({
      name: 'sweeping blobs',
      log,
      idleMs: 60_000,
      run: () => sweep.turn().then(() => false),
    });
    const counting = startLoop({ name: 'counting storage', log, idleMs: 5000, run: () => countStorage(context) });
    const watching = startLoop({
      name: 'watching leases',
      log,
      idleMs: 5000,
      run: async () => {
        // Those that wait for a task, and those that have one.
        activeSlots = bells.work.waiting + (await tasks.countHeld());
        await tasks.giveUpPoisoned();
        return false;
      },
    });
    const arriving = startLoop({
      name: 'watching arrivals',
      log,
      idleMs: 1000,
      run: () => wakeArrived(context),
    });
    return {
      context,
      pending: () => tasks.countOpen(),
      async drain() {
        for (const bell of Object.values(bells)) bell.close();
      },
      async stop() {
        await arriving.stop();
        await watching.stop();
        await counting.stop();
        await collecting.stop();
        await sweeping.stop();
      },
    };
  },
});
