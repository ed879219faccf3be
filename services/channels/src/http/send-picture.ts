import type { RouteRequest } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { type PictureKind, pictureBlobKey } from '../domain/picture-path.ts';
import { channelsErrors } from '../errors.ts';

const ID = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{22}$/);
export const pictureParams = z.object({ id: ID, picture: ID });

type PictureRequest = RouteRequest<'public', z.infer<typeof pictureParams>, unknown, unknown>;

/** Throws `channels.not_found`. */
export async function sendPicture(
  context: ChannelsContext,
  kind: PictureKind,
  { id, picture, reply }: z.infer<typeof pictureParams> & Pick<PictureRequest, 'reply'>,
): Promise<unknown> {
  try {
    const bytes = await context.blobs.readAll(pictureBlobKey(kind, id, picture), { maxBytes: 5_000_000 });
    return reply
      .type('image/webp')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('x-content-type-options', 'nosniff')
      .serializer((payload: unknown) => payload as string)
      .send(Buffer.from(bytes));
  } catch (cause) {
    if (cause instanceof BlobNotFound) throw channelsErrors.not_found({ cause });
    throw cause;
  }
}
