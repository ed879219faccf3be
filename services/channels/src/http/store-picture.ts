import type { ChannelsContext } from '../context.ts';
import { encodePicture } from '../domain/picture-image.ts';
import type { PictureKind } from '../domain/picture-path.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from '../store/channels-store.ts';
import { findOwnChannel } from './find-own-channel.ts';

export const PICTURE_BODY = {
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp'], as: 'buffer' },
  bodyLimitBytes: 5_000_000,
} as const;

/** Throws `channels.not_found` for a channel that is not the account's, `channels.not_an_image`. */
export async function storePicture(
  context: ChannelsContext,
  { kind, channelId, accountId, body }: { kind: PictureKind; channelId: string; accountId: string; body: unknown },
): Promise<ChannelRow> {
  await findOwnChannel(context, channelId, accountId);
  if (!(body instanceof Uint8Array)) throw channelsErrors.not_an_image();
  const picture = await encodePicture(kind, body);
  const key = await context.pictures.reserve(kind, channelId, picture);
  await context.blobs.put(key, picture, { contentType: 'image/webp' });
  const row = await context.channels.update(channelId, accountId, { [`${kind}_blob`]: key });
  context.removing.wake();
  return row;
}
