import type { Log, Outbox, WriteGroups } from '@kinora/kernel';
import type { BlobStore, PubSub } from '@kinora/ports';
import type { PlaybackConfig } from './config.ts';
import type { MediaTokens } from './domain/media-token.ts';
import type { DownloadPlans } from './media/download-plans.ts';
import type { KeyLeases } from './media/key-leases.ts';
import type { SegmentCache } from './media/segment-cache.ts';
import type { WatchedVideos } from './media/watched-videos.ts';
import type { AccessStore } from './store/access-store.ts';
import type { CaptionsStore } from './store/captions-store.ts';
import type { IndexStore } from './store/index-store.ts';
import type { QualityStore } from './store/quality-store.ts';
import type { ViewerListsStore } from './store/viewer-lists-store.ts';
import type { Beacon, ViewsStore } from './store/views-store.ts';

/** What playback's handlers may touch. */
export interface PlaybackContext {
  config: PlaybackConfig;
  index: IndexStore;
  access: AccessStore;
  captions: CaptionsStore;
  viewerLists: ViewerListsStore;
  views: ViewsStore;
  quality: QualityStore;
  leases: KeyLeases;
  segments: SegmentCache;
  downloads: DownloadPlans;
  beacons: Pick<WriteGroups<Beacon>, 'add'>;
  watched: WatchedVideos;
  tokens: MediaTokens;
  outbox: Outbox;
  blobs: BlobStore;
  pubSub: PubSub;
  log: Log;
  isRevoked(holder: { accountId: string; sessionId: string; epoch: number }): boolean;
}
