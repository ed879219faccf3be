import type { Client } from '@connectrpc/connect';
import type { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import type { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import type { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import type { Log, Loop } from '@kinora/kernel';
import type { BlobStore } from '@kinora/ports';
import type { ChannelsStore } from './store/channels-store.ts';
import type { MembersStore } from './store/members-store.ts';
import type { PictureFiles } from './store/picture-files.ts';

/** What channels' handlers may touch. */
export interface ChannelsContext {
  channels: ChannelsStore;
  members: MembersStore;
  identity: Client<typeof IdentityService>;
  uploads: Client<typeof UploadsService>;
  videos: Client<typeof VideosService>;
  pictures: PictureFiles;
  /** Removes pictures that are over; woken when some are. */
  removing: Pick<Loop, 'wake'>;
  blobs: BlobStore;
  log: Log;
}
