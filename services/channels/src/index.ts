import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import {
  ChannelCreatedSchema,
  ChannelDeletedSchema,
  ChannelUpdatedSchema,
} from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineService, startLoop } from '@kinora/kernel';
import { channelsConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onAccountRegistered } from './consumers/on-account-registered.ts';
import { onAccountUpdated } from './consumers/on-account-updated.ts';
import type { ChannelsContext } from './context.ts';
import { createChannel } from './http/create-channel.ts';
import { deleteChannel } from './http/delete-channel.ts';
import { deleteChannelAvatar } from './http/delete-channel-avatar.ts';
import { getChannel } from './http/get-channel.ts';
import { getChannelAvatar } from './http/get-channel-avatar.ts';
import { listMyChannels } from './http/list-my-channels.ts';
import { putChannelAvatar } from './http/put-channel-avatar.ts';
import { updateChannel } from './http/update-channel.ts';
import { removeAvatars } from './remove-avatars.ts';
import { getChannelByHandle } from './rpc/get-channel-by-handle.ts';
import { getChannels } from './rpc/get-channels.ts';
import { listPublishableChannels } from './rpc/list-publishable-channels.ts';
import { AvatarFiles } from './store/avatar-files.ts';
import { ChannelsStore } from './store/channels-store.ts';
import type { ChannelsTables } from './store/tables.ts';

export const channels = defineService({
  name: 'channels',
  owns: 'channels',
  config: channelsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 3,
  routes: [
    createChannel,
    deleteChannel,
    deleteChannelAvatar,
    getChannel,
    getChannelAvatar,
    listMyChannels,
    putChannelAvatar,
    updateChannel,
  ],
  provides: { service: ChannelsService, methods: [getChannelByHandle, getChannels, listPublishableChannels] },
  calls: { identity: IdentityService, videos: VideosService },
  emits: [ChannelCreatedSchema, ChannelUpdatedSchema, ChannelDeletedSchema],
  listens: [onAccountDeleted, onAccountRegistered, onAccountUpdated],
  async start({ database, outbox, clients, blobs, log }) {
    const channelsStore = new ChannelsStore({ database: database<ChannelsTables>(), outbox });
    const avatars = new AvatarFiles({ database: database<ChannelsTables>() });
    const removing = startLoop({
      name: 'removing avatars',
      log,
      idleMs: 60_000,
      run: () => removeAvatars({ avatars, blobs }),
    });
    const context: ChannelsContext = {
      channels: channelsStore,
      identity: clients.identity,
      videos: clients.videos,
      avatars,
      removing,
      blobs,
      log,
    };
    return { context, stop: () => removing.stop() };
  },
});
