import { join } from 'node:path';
import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  UploadAbandonedSchema,
  UploadCompletedSchema,
  UploadStartedSchema,
} from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, type Loop, startLoop } from '@kinora/kernel';
import { collectSources, sweepSources } from './collector.ts';
import { uploadsConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onCaptionsChanged } from './consumers/on-captions-changed.ts';
import { onProcessingFailed } from './consumers/on-processing-failed.ts';
import { onProcessingFinished } from './consumers/on-processing-finished.ts';
import { onStorageCounted } from './consumers/on-storage-counted.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import { onVideoOwnerChanged } from './consumers/on-video-owner-changed.ts';
import type { UploadsContext } from './context.ts';
import { createPartSigner } from './domain/direct-parts.ts';
import { finishUploads } from './finisher.ts';
import { importFiles } from './importer.ts';
import { cleanUploads } from './janitor.ts';
import { routes } from './routes.ts';
import { createUpload } from './rpc/create-upload.ts';
import { discardReplacement } from './rpc/discard-replacement.ts';
import { exportAccount } from './rpc/export-account.ts';
import { getHandOver } from './rpc/get-hand-over.ts';
import { getUploads } from './rpc/get-uploads.ts';
import { getVideoStorage } from './rpc/get-video-storage.ts';
import { releaseHandOver } from './rpc/release-hand-over.ts';
import { reserveHandOver } from './rpc/reserve-hand-over.ts';
import { Arrivals } from './staging/arrivals.ts';
import { RunningRequests } from './staging/running-requests.ts';
import { Staging } from './staging/staging.ts';
import { DirectUploadsStore } from './store/direct-uploads-store.ts';
import { HandOversStore } from './store/hand-overs-store.ts';
import { ImportsStore } from './store/imports-store.ts';
import { QuotaStore } from './store/quota-store.ts';
import { SourcesStore } from './store/sources-store.ts';
import type { UploadsTables } from './store/tables.ts';
import { UploadsStore } from './store/uploads-store.ts';

/** In each process. */
const IMPORTS_AT_ONCE = 2;

export const uploads = defineService({
  name: 'uploads',
  owns: 'upload sessions, the files on their way in, quotas',
  config: uploadsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 4,
  routes,
  provides: {
    service: UploadsService,
    methods: [
      createUpload,
      discardReplacement,
      exportAccount,
      getHandOver,
      getUploads,
      getVideoStorage,
      releaseHandOver,
      reserveHandOver,
    ],
  },
  calls: { identity: IdentityService, videos: VideosService },
  emits: [ActPerformedSchema, UploadStartedSchema, UploadCompletedSchema, UploadAbandonedSchema],
  listens: [
    onAccountDeleted,
    onCaptionsChanged,
    onProcessingFailed,
    onProcessingFinished,
    onStorageCounted,
    onVideoDeleted,
    onVideoOwnerChanged,
  ],
  async start({ app, config, database, outbox, clients, blobs, outbound, secret, log, peerUrl }) {
    const quotas = new QuotaStore({
      database: database<UploadsTables>(),
      defaultBytes: config.ACCOUNT_QUOTA_BYTES || null,
    });
    const store = new UploadsStore({
      database: database<UploadsTables>(),
      outbox,
      quotas,
      expiryHours: config.UPLOAD_EXPIRY_HOURS,
    });
    const loops: Loop[] = [];
    const importing: Loop[] = [];
    const stopping = new AbortController();
    const context: UploadsContext = {
      config,
      outbox,
      uploads: store,
      imports: new ImportsStore({ database: database<UploadsTables>() }),
      direct: new DirectUploadsStore({
        database: database<UploadsTables>(),
        expiryHours: config.UPLOAD_EXPIRY_HOURS,
      }),
      partSigner: createPartSigner(await secret('uploads-parts')),
      quotas,
      handOvers: new HandOversStore({ database: database<UploadsTables>(), quotas }),
      sources: new SourcesStore({ database: database<UploadsTables>() }),
      staging: new Staging(config.UPLOAD_STAGING_DIR ?? join(app.dataDir, 'staging')),
      running: new RunningRequests(),
      arrivals: new Arrivals(),
      identity: clients.identity,
      videos: clients.videos,
      outbound,
      blobs,
      cursors: createCursors(await secret('uploads-cursors')),
      log,
      reserveBytes: app.storageReserveBytes,
      graceMs: app.blobGraceMs,
      ownUrl: () => peerUrl('uploads'),
      wakeFinisher: () => loops[0]?.wake(),
      wakeImporter: () => {
        for (const loop of importing) loop.wake();
      },
    };
    const sweeping = sweepSources(context);
    return {
      context,
      async afterListen() {
        loops.push(
          startLoop({ name: 'finishing uploads', log, idleMs: 2000, run: () => finishUploads(context) }),
          startLoop({ name: 'cleaning uploads', log, idleMs: 60_000, run: () => cleanUploads(context) }),
          startLoop({ name: 'collecting sources', log, idleMs: 30_000, run: () => collectSources(context) }),
          startLoop({ name: 'sweeping sources', log, idleMs: 60_000, run: () => sweeping.turn().then(() => false) }),
        );
        for (let number = 1; number <= IMPORTS_AT_ONCE; number++) {
          const run = () => importFiles(context, stopping.signal);
          importing.push(startLoop({ name: `fetching files ${number}`, log, idleMs: 2000, run }));
        }
      },
      pending: () => store.countOpen(),
      async stop() {
        stopping.abort();
        for (const loop of [...importing, ...loops]) await loop.stop();
        await store.releaseAll();
      },
    };
  },
});
