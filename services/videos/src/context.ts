import type { Client } from '@connectrpc/connect';
import type { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import type { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import type { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import type { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import type { Cursors, HotAnswers, Log, Loop, Outbox } from '@kinora/kernel';
import type { BlobStore, Cache } from '@kinora/ports';
import type { VideoGrants } from './domain/video-grant.ts';
import type { ChannelCards } from './http/channel-cards.ts';
import type { CaptionsStore } from './store/captions-store.ts';
import type { TemplatesStore } from './store/templates-store.ts';
import type { ThumbnailsStore } from './store/thumbnails-store.ts';
import type { VideoLists } from './store/video-lists.ts';
import type { VideoRow, VideosStore } from './store/videos-store.ts';
import type { ViewerListsStore } from './store/viewer-lists-store.ts';

/** What videos' handlers may touch. */
export interface VideosContext {
  videos: VideosStore;
  lists: VideoLists;
  templates: TemplatesStore;
  viewerLists: ViewerListsStore;
  captions: CaptionsStore;
  thumbnails: ThumbnailsStore;
  blobs: BlobStore;
  /** Removes files of captions and thumbnails that are over; woken when some are. */
  /** Where wrong passwords are counted. */
  cache: Cache;
  grants: VideoGrants;
  removing: Pick<Loop, 'wake'>;
  /** Makes captions that files brought along the videos' own; woken when there are some. */
  takingOver: Pick<Loop, 'wake'>;
  /** Empties deleted channels; woken when there is one. */
  emptying: Pick<Loop, 'wake'>;
  /** Follows owners who leave, or stay after all; woken when one does. */
  followingOwners: Pick<Loop, 'wake'>;
  /** Follows channels that change hands, or in which others help; woken when one does. */
  followingTeams: Pick<Loop, 'wake'>;
  /** When a video waits for its time from now on. */
  wakePublisher(): void;
  channels: Client<typeof ChannelsService>;
  channelCards: ChannelCards;
  identity: Client<typeof IdentityService>;
  uploads: Client<typeof UploadsService>;
  transcoding: Client<typeof TranscodingService>;
  playback: Client<typeof PlaybackService>;
  /** Details of finished videos that are not guarded, by id, as everybody sees them who may not edit them. */
  hotVideos: HotAnswers<VideoRow>;
  /** Pages of public lists and suggestions of tags, by what was asked for. */
  hotLists: HotAnswers;
  cursors: Cursors;
  outbox: Outbox;
  log: Log;
}
