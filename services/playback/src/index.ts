import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  EditionReplacedSchema,
  VideoPlayableSchema,
  ViewsCountedSchema,
  WatchBatchSchema,
} from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineService, startLoop, WriteGroups } from '@kinora/kernel';
import { playbackConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onCaptionsChanged } from './consumers/on-captions-changed.ts';
import { onEditionWithdrawn } from './consumers/on-edition-withdrawn.ts';
import { onPicturesCommitted } from './consumers/on-pictures-committed.ts';
import { onProcessingFailed } from './consumers/on-processing-failed.ts';
import { onProcessingFinished } from './consumers/on-processing-finished.ts';
import { onProcessingPlanned } from './consumers/on-processing-planned.ts';
import { onSegmentsCommitted } from './consumers/on-segments-committed.ts';
import { onThumbnailChanged } from './consumers/on-thumbnail-changed.ts';
import { onVideoAccessChanged } from './consumers/on-video-access-changed.ts';
import { onVideoCreated } from './consumers/on-video-created.ts';
import { onVideoDeleted } from './consumers/on-video-deleted.ts';
import { onViewerListChanged } from './consumers/on-viewer-list-changed.ts';
import type { PlaybackContext } from './context.ts';
import { createMediaTokens } from './domain/media-token.ts';
import { DownloadPlans } from './media/download-plans.ts';
import { KeyLeases } from './media/key-leases.ts';
import { SegmentCache } from './media/segment-cache.ts';
import { WatchedVideos } from './media/watched-videos.ts';
import { routes } from './routes.ts';
import { exportAccount } from './rpc/export-account.ts';
import { getOwnerPlayback } from './rpc/get-owner-playback.ts';
import { getPlayback } from './rpc/get-playback.ts';
import { readFilm } from './rpc/read-film.ts';
import { ACCESS_CHANNEL, LIST_CHANNEL, setAccess } from './rpc/set-access.ts';
import { setViewerList } from './rpc/set-viewer-list.ts';
import { AccessStore } from './store/access-store.ts';
import { CaptionsStore } from './store/captions-store.ts';
import { IndexStore } from './store/index-store.ts';
import { QualityStore } from './store/quality-store.ts';
import type { PlaybackTables } from './store/tables.ts';
import { ViewerListsStore } from './store/viewer-lists-store.ts';
import { type Beacon, ViewsStore } from './store/views-store.ts';

export const playback = defineService({
  name: 'playback',
  owns: 'the segment index, media keys, which captions are served, watching and counts of views',
  config: playbackConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 6,
  routes,
  provides: {
    service: PlaybackService,
    methods: [exportAccount, getOwnerPlayback, getPlayback, readFilm, setAccess, setViewerList],
  },
  calls: { identity: IdentityService },
  emits: [ActPerformedSchema, EditionReplacedSchema, VideoPlayableSchema, ViewsCountedSchema, WatchBatchSchema],
  listens: [
    onAccountDeleted,
    onEditionWithdrawn,
    onCaptionsChanged,
    onPicturesCommitted,
    onProcessingFailed,
    onProcessingFinished,
    onProcessingPlanned,
    onSegmentsCommitted,
    onThumbnailChanged,
    onVideoAccessChanged,
    onVideoCreated,
    onVideoDeleted,
    onViewerListChanged,
  ],
  async start({ config, database, outbox, blobs, pubSub, log, secret, isRevoked }) {
    const db = database<PlaybackTables>();
    const index = new IndexStore({ database: db });
    const quality = new QualityStore({ database: db });
    const views = new ViewsStore({ database: db, outbox, quality });
    const access = new AccessStore({ database: db });
    const beacons = new WriteGroups<Beacon>({
      // Beacons of many viewers in one commit; each caller is answered after the one that holds its own.
      commit: async (group) => {
        await views.record(group);
        return [];
      },
      gatherMs: 25,
      largest: 2000,
    });
    const captions = new CaptionsStore({ database: db });
    const viewerLists = new ViewerListsStore({ database: db });
    const leases = new KeyLeases({ index, captions, viewerLists });
    const segments = new SegmentCache({ blobs, maxBytes: config.MEDIA_CACHE_MB * 2 ** 20 });
    const context: PlaybackContext = {
      config,
      index,
      access,
      captions,
      viewerLists,
      views,
      quality,
      leases,
      beacons,
      watched: new WatchedVideos(index),
      segments,
      downloads: new DownloadPlans(segments),
      tokens: createMediaTokens(await secret('media-tokens')),
      outbox,
      blobs,
      pubSub,
      log,
      isRevoked,
    };
    const forgetting = await pubSub.subscribe(ACCESS_CHANNEL, (videoId) => leases.forgetVideo(videoId));
    const forgettingLists = await pubSub.subscribe(LIST_CHANNEL, (listId) => leases.forgetList(listId));
    const telling = startLoop({ name: 'telling views', log, idleMs: 1000, run: () => views.tellCounts() });
    const tellingWatched = startLoop({
      name: 'telling what is watched',
      log,
      idleMs: 1000,
      run: () => views.tellWatched(),
    });
    const announcing = startLoop({
      name: 'announcing this process',
      log,
      idleMs: 3000,
      run: async () => {
        await access.announceProcess();
        return false;
      },
    });
    const cleaning = startLoop({
      name: 'cleaning views',
      log,
      idleMs: 3_600_000,
      run: async () => {
        await views.clean();
        await quality.clean();
        await index.forgetReplaced();
        await index.forgetLeftOut();
        return false;
      },
    });
    return {
      context,
      async stop() {
        await beacons.close();
        await forgetting.unsubscribe();
        await forgettingLists.unsubscribe();
        for (const loop of [telling, tellingWatched, announcing, cleaning]) await loop.stop();
        await access.withdrawProcess();
      },
    };
  },
});
