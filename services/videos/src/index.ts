import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import {
  CaptionsChangedSchema,
  ThumbnailChangedSchema,
  VideoAccessChangedSchema,
  VideoCreatedSchema,
  VideoDeletedSchema,
  VideoOwnerChangedSchema,
  VideoPublishedSchema,
  VideoUpdatedSchema,
  ViewerListChangedSchema,
} from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { createCursors, defineService, HotAnswers, startLoop } from '@kinora/kernel';
import { videosConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onAccountUpdated } from './consumers/on-account-updated.ts';
import { onCaptionsFound } from './consumers/on-captions-found.ts';
import { onChannelDeleted } from './consumers/on-channel-deleted.ts';
import { onChannelTeamChanged } from './consumers/on-channel-team-changed.ts';
import { onCommentChanged } from './consumers/on-comment-changed.ts';
import { onCommentsAdded } from './consumers/on-comments-added.ts';
import { onEditionWithdrawn } from './consumers/on-edition-withdrawn.ts';
import { onProcessingFailed } from './consumers/on-processing-failed.ts';
import { onProcessingPlanned } from './consumers/on-processing-planned.ts';
import { onReactionsChanged } from './consumers/on-reactions-changed.ts';
import { onUploadAbandoned } from './consumers/on-upload-abandoned.ts';
import { onUploadCompleted } from './consumers/on-upload-completed.ts';
import { onUploadStarted } from './consumers/on-upload-started.ts';
import { onVideoPlayable } from './consumers/on-video-playable.ts';
import { onViewsCounted } from './consumers/on-views-counted.ts';
import type { VideosContext } from './context.ts';
import { createVideoGrants } from './domain/video-grant.ts';
import { emptyClosedChannels } from './empty-closed-channels.ts';
import { followOwners } from './follow-owners.ts';
import { followTeams } from './follow-teams.ts';
import { ChannelCards } from './http/channel-cards.ts';
import { indexOldTags } from './index-old-tags.ts';
import { publishDue } from './publish-due.ts';
import { removeFiles } from './remove-files.ts';
import { routes } from './routes.ts';
import { authorizeUpload } from './rpc/authorize-upload.ts';
import { checkViewer } from './rpc/check-viewer.ts';
import { countVideos } from './rpc/count-videos.ts';
import { exportAccount } from './rpc/export-account.ts';
import { filterViewers } from './rpc/filter-viewers.ts';
import { getAccessRules } from './rpc/get-access-rules.ts';
import { getCards } from './rpc/get-cards.ts';
import { getPage } from './rpc/get-page.ts';
import { listChannelVideos } from './rpc/list-channel-videos.ts';
import { listNewest } from './rpc/list-newest.ts';
import { listPages } from './rpc/list-pages.ts';
import { CaptionsStore } from './store/captions-store.ts';
import { ChannelTeams } from './store/channel-teams.ts';
import { DepartingOwners } from './store/departing-owners.ts';
import type { VideosTables } from './store/tables.ts';
import { TemplatesStore } from './store/templates-store.ts';
import { ThumbnailsStore } from './store/thumbnails-store.ts';
import { VideoLists } from './store/video-lists.ts';
import { type VideoRow, VideosStore } from './store/videos-store.ts';
import { ViewerListsStore } from './store/viewer-lists-store.ts';
import { takeOverCaptions } from './take-over-captions.ts';

/** Far below the three seconds in which what is withdrawn is gone everywhere. */
const HOT = { keepMs: 1000, most: 2000 };

export const videos = defineService({
  name: 'videos',
  owns: 'title, description, tags, captions, thumbnails, chapters, visibility and life cycle of videos',
  config: videosConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 6,
  routes,
  provides: {
    service: VideosService,
    methods: [
      exportAccount,
      authorizeUpload,
      checkViewer,
      countVideos,
      filterViewers,
      getAccessRules,
      getCards,
      getPage,
      listChannelVideos,
      listNewest,
      listPages,
    ],
  },
  calls: {
    identity: IdentityService,
    channels: ChannelsService,
    uploads: UploadsService,
    transcoding: TranscodingService,
    playback: PlaybackService,
  },
  emits: [
    ActPerformedSchema,
    VideoCreatedSchema,
    VideoUpdatedSchema,
    VideoPublishedSchema,
    VideoAccessChangedSchema,
    VideoDeletedSchema,
    VideoOwnerChangedSchema,
    CaptionsChangedSchema,
    ThumbnailChangedSchema,
    ViewerListChangedSchema,
  ],
  listens: [
    onAccountDeleted,
    onAccountUpdated,
    onCaptionsFound,
    onChannelDeleted,
    onChannelTeamChanged,
    onCommentChanged,
    onCommentsAdded,
    onEditionWithdrawn,
    onProcessingFailed,
    onProcessingPlanned,
    onReactionsChanged,
    onUploadAbandoned,
    onUploadCompleted,
    onUploadStarted,
    onVideoPlayable,
    onViewsCounted,
  ],
  async start({ database, outbox, clients, blobs, cache, secret, log }) {
    const captions = new CaptionsStore({ database: database<VideosTables>(), outbox });
    const thumbnails: ThumbnailsStore = new ThumbnailsStore({
      database: database<VideosTables>(),
      outbox,
      onChange: () => onChange(),
    });
    const removing = startLoop({
      name: 'removing captions and thumbnails',
      log,
      idleMs: 60_000,
      run: () => removeFiles(blobs, [captions, thumbnails]),
    });
    const takingOver = startLoop({
      name: 'taking over captions',
      log,
      idleMs: 60_000,
      run: () => takeOverCaptions({ captions, blobs, removing, log }),
    });
    const hotVideos = new HotAnswers<VideoRow>(HOT);
    const hotLists = new HotAnswers(HOT);
    const onChange = () => {
      hotVideos.forget();
      hotLists.forget();
    };
    const videosStore = new VideosStore({ database: database<VideosTables>(), outbox, onChange });
    const lists = new VideoLists({ database: database<VideosTables>() });
    const emptying = startLoop({
      name: 'emptying deleted channels',
      log,
      idleMs: 60_000,
      run: () => emptyClosedChannels({ videos: videosStore, lists }),
    });
    const indexing = startLoop({
      name: 'indexing tags',
      log,
      idleMs: 600_000,
      run: () => indexOldTags({ videos: videosStore, lists }),
    });
    const teams = new ChannelTeams({ database: database<VideosTables>(), outbox, onChange });
    const owners = new DepartingOwners({ database: database<VideosTables>() });
    const context: VideosContext = {
      videos: videosStore,
      lists,
      templates: new TemplatesStore({ database: database<VideosTables>() }),
      viewerLists: new ViewerListsStore({ database: database<VideosTables>(), outbox }),
      emptying,
      followingOwners: { wake: () => followingOwners.wake() },
      followingTeams: { wake: () => followingTeams.wake() },
      hotVideos,
      hotLists,
      outbox,
      captions,
      thumbnails,
      blobs,
      cache,
      grants: createVideoGrants(await secret('video-grants')),
      removing,
      takingOver,
      channels: clients.channels,
      identity: clients.identity,
      channelCards: new ChannelCards(clients.channels),
      uploads: clients.uploads,
      transcoding: clients.transcoding,
      playback: clients.playback,
      cursors: createCursors(await secret('videos-cursors')),
      wakePublisher: () => publishing.wake(),
      log,
    };
    const followingTeams = startLoop({
      name: 'following teams',
      log,
      idleMs: 60_000,
      run: () => followTeams(context, teams),
    });
    const followingOwners = startLoop({
      name: 'following owners',
      log,
      idleMs: 60_000,
      run: () => followOwners(context, owners),
    });
    const publishing = startLoop({ name: 'publishing', log, idleMs: 1000, run: () => publishDue(context) });
    const loops = [emptying, followingOwners, followingTeams, indexing, publishing, removing, takingOver];
    return { context, stop: () => Promise.all(loops.map((loop) => loop.stop())).then(() => {}) };
  },
});
