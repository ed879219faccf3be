import type { Client } from '@connectrpc/connect';
import type { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import type { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import type { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import type { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import type { Cursors, Log } from '@kinora/kernel';
import type { ChannelCards } from './http/channel-cards.ts';
import type { VideosStore } from './store/videos-store.ts';

/** What videos' handlers may touch. */
export interface VideosContext {
  videos: VideosStore;
  channels: Client<typeof ChannelsService>;
  channelCards: ChannelCards;
  uploads: Client<typeof UploadsService>;
  transcoding: Client<typeof TranscodingService>;
  playback: Client<typeof PlaybackService>;
  cursors: Cursors;
  log: Log;
}
