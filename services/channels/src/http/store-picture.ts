import type { ChannelsContext } from '../context.ts';
import { encodePicture } from '../domain/picture-image.ts';
import type { PictureKind } from '../domain/picture-path.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from '../store/channels-store.ts';
import { findChannelAs } from './find-channel-as.ts';

export const PICTURE_BODY = {
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp'], as: 'buffer' },
  bodyLimitBytes: 5_000_000,
} as const;

/** Throws as `findChannelAs`, and `channels.not_an_image`. */
export async function storePicture(
  context: ChannelsContext,
  { kind, channelId, accountId, body }: { kind: PictureKind; channelId: string; accountId: string; body: unknown },
): Promise<ChannelRow> {
  const channel = await findChannelAs(context, { id: channelId, accountId }, 'edit');
  if (!(body instanceof Uint8Array)) throw channelsErrors.not_an_image();
  const picture = await encodePicture(kind, body);
  const key = await context.pictures.reserve(kind, channelId, picture);
  await context.blobs.put(key, picture, { contentType: 'image/webp' });
  const row = await context.channels.update(channelId, channel.owner_account_id, { [`${kind}_blob`]: key });
  context.removing.wake();
  return row;
}
