import { join } from 'node:path';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  UploadAbandonedSchema,
  UploadCompletedSchema,
  UploadStartedSchema,
} from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineService, type Loop, startLoop } from '@kinora/kernel';
import { uploadsConfig } from './config.ts';
import { onProcessingFailed } from './consumers/on-processing-failed.ts';
import { onProcessingFinished } from './consumers/on-processing-finished.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import type { UploadsContext } from './context.ts';
import { finishUploads } from './finisher.ts';
import { createUploadResource } from './http/create-upload-resource.ts';
import { deleteUpload } from './http/delete-upload.ts';
import { describeUploadResource, describeUploads } from './http/describe-uploads.ts';
import { headUpload } from './http/head-upload.ts';
import { patchUpload } from './http/patch-upload.ts';
import { putUploadIndex } from './http/put-upload-index.ts';
import { readUpload } from './http/read-upload.ts';
import { readUploadIndex } from './http/read-upload-index.ts';
import { cleanUploads } from './janitor.ts';
import { createUpload } from './rpc/create-upload.ts';
import { discardReplacement } from './rpc/discard-replacement.ts';
import { getUploads } from './rpc/get-uploads.ts';
import { Arrivals } from './staging/arrivals.ts';
import { RunningRequests } from './staging/running-requests.ts';
import { Staging } from './staging/staging.ts';
import type { UploadsTables } from './store/tables.ts';
import { UploadsStore } from './store/uploads-store.ts';

export const uploads = defineService({
  name: 'uploads',
  owns: 'upload sessions and the files on their way in',
  config: uploadsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 4,
  routes: [
    createUploadResource,
    deleteUpload,
    describeUploadResource,
    describeUploads,
    headUpload,
    patchUpload,
    putUploadIndex,
    readUpload,
    readUploadIndex,
  ],
  provides: { service: UploadsService, methods: [createUpload, discardReplacement, getUploads] },
  calls: { identity: IdentityService, videos: VideosService },
  emits: [UploadStartedSchema, UploadCompletedSchema, UploadAbandonedSchema],
  listens: [onProcessingFailed, onProcessingFinished, onVideoDeleted],
  async start({ app, config, database, outbox, clients, blobs, log, peerUrl }) {
    const store = new UploadsStore({
      database: database<UploadsTables>(),
      outbox,
      expiryHours: config.UPLOAD_EXPIRY_HOURS,
    });
    const loops: Loop[] = [];
    const context: UploadsContext = {
      config,
      uploads: store,
      staging: new Staging(config.UPLOAD_STAGING_DIR ?? join(app.dataDir, 'staging')),
      running: new RunningRequests(),
      arrivals: new Arrivals(),
      videos: clients.videos,
      blobs,
      log,
      ownUrl: () => peerUrl('uploads'),
      wakeFinisher: () => loops[0]?.wake(),
    };
    return {
      context,
      async afterListen() {
        loops.push(
          startLoop({ name: 'finishing uploads', log, idleMs: 2000, run: () => finishUploads(context) }),
          startLoop({ name: 'cleaning uploads', log, idleMs: 60_000, run: () => cleanUploads(context) }),
        );
      },
      pending: () => store.countOpen(),
      async stop() {
        for (const loop of loops) await loop.stop();
        await store.releaseAll();
      },
    };
  },
});
