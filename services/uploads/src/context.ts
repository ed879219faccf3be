import type { Client } from '@connectrpc/connect';
import type { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Cursors, Log, OutboundClient, Outbox } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import type { UploadsConfig } from './config.ts';
import type { PartSigner } from './domain/direct-parts.ts';
import type { Arrivals } from './staging/arrivals.ts';
import type { RunningRequests } from './staging/running-requests.ts';
import type { Staging } from './staging/staging.ts';
import type { DirectUploadsStore } from './store/direct-uploads-store.ts';
import type { HandOversStore } from './store/hand-overs-store.ts';
import type { ImportsStore } from './store/imports-store.ts';
import type { QuotaStore } from './store/quota-store.ts';
import type { SourcesStore } from './store/sources-store.ts';
import type { UploadsStore } from './store/uploads-store.ts';

/** What uploads' handlers may touch. */
export interface UploadsContext {
  config: UploadsConfig;
  uploads: UploadsStore;
  imports: ImportsStore;
  direct: DirectUploadsStore;
  partSigner: PartSigner;
  quotas: QuotaStore;
  handOvers: HandOversStore;
  sources: SourcesStore;
  staging: Staging;
  running: RunningRequests;
  arrivals: Arrivals;
  identity: Client<typeof IdentityService>;
  videos: Client<typeof VideosService>;
  outbound: OutboundClient;
  outbox: Outbox;
  blobs: BlobStore;
  cursors: Cursors;
  log: Log;
  /** Free room below which no upload begins. */
  reserveBytes: number;
  /** How long files that are over stay for those who still read or write them. */
  graceMs: number;
  /** Where this process listens: other owners forward here. */
  ownUrl(): string;
  /** Called when an upload has all its bytes. */
  wakeFinisher(): void;
  /** Called when there is a file to fetch. */
  wakeImporter(): void;
}
