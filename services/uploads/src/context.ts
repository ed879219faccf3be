import type { Client } from '@connectrpc/connect';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Log } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import type { UploadsConfig } from './config.ts';
import type { Arrivals } from './staging/arrivals.ts';
import type { RunningRequests } from './staging/running-requests.ts';
import type { Staging } from './staging/staging.ts';
import type { UploadsStore } from './store/uploads-store.ts';

/** What uploads' handlers may touch. */
export interface UploadsContext {
  config: UploadsConfig;
  uploads: UploadsStore;
  staging: Staging;
  running: RunningRequests;
  arrivals: Arrivals;
  videos: Client<typeof VideosService>;
  blobs: BlobStore;
  log: Log;
  /** Where this process listens: other owners forward here. */
  ownUrl(): string;
  /** Called when an upload has all its bytes. */
  wakeFinisher(): void;
}
