import { ActPerformedSchema } from '@kinora/contracts/kinora/audit/v1/events_pb.ts';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import {
  ChannelCreatedSchema,
  ChannelDeletedSchema,
  ChannelTeamChangedSchema,
  ChannelUpdatedSchema,
} from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineService, startLoop } from '@kinora/kernel';
import { channelsConfig } from './config.ts';
import { onAccountDeleted } from './consumers/on-account-deleted.ts';
import { onAccountRegistered } from './consumers/on-account-registered.ts';
import { onAccountUpdated } from './consumers/on-account-updated.ts';
import { onSubscriptionChanged } from './consumers/on-subscription-changed.ts';
import type { ChannelsContext } from './context.ts';
import { removePictures } from './remove-pictures.ts';
import { routes } from './routes.ts';
import { exportAccount } from './rpc/export-account.ts';
import { getChannelByHandle } from './rpc/get-channel-by-handle.ts';
import { getChannels } from './rpc/get-channels.ts';
import { getChannelsByHandle } from './rpc/get-channels-by-handle.ts';
import { getSpeakers } from './rpc/get-speakers.ts';
import { listPublishableChannels } from './rpc/list-publishable-channels.ts';
import { listRoles } from './rpc/list-roles.ts';
import { ChannelsStore } from './store/channels-store.ts';
import { MembersStore } from './store/members-store.ts';
import { PictureFiles } from './store/picture-files.ts';
import type { ChannelsTables } from './store/tables.ts';

export const channels = defineService({
  name: 'channels',
  owns: 'channels, who helps with them',
  config: channelsConfig,
  migrations: new URL('./store/migrations/', import.meta.url),
  connections: 3,
  routes,
  provides: {
    service: ChannelsService,
    methods: [
      exportAccount,
      getChannelByHandle,
      getChannels,
      getChannelsByHandle,
      getSpeakers,
      listPublishableChannels,
      listRoles,
    ],
  },
  calls: { identity: IdentityService, uploads: UploadsService, videos: VideosService },
  emits: [
    ActPerformedSchema,
    ChannelCreatedSchema,
    ChannelUpdatedSchema,
    ChannelDeletedSchema,
    ChannelTeamChangedSchema,
  ],
  listens: [onAccountDeleted, onAccountRegistered, onAccountUpdated, onSubscriptionChanged],
  async start({ database, outbox, clients, blobs, log }) {
    const channelsStore = new ChannelsStore({ database: database<ChannelsTables>(), outbox });
    const pictures = new PictureFiles({ database: database<ChannelsTables>() });
    const removing = startLoop({
      name: 'removing pictures',
      log,
      idleMs: 60_000,
      run: () => removePictures({ pictures, blobs }),
    });
    const context: ChannelsContext = {
      channels: channelsStore,
      members: new MembersStore({ database: database<ChannelsTables>(), outbox }),
      identity: clients.identity,
      uploads: clients.uploads,
      videos: clients.videos,
      pictures,
      removing,
      blobs,
      log,
    };
    return { context, stop: () => removing.stop() };
  },
});
