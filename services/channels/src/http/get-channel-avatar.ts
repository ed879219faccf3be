import { defineRoute } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { avatarBlobKey } from '../domain/avatar-path.ts';
import { channelsErrors } from '../errors.ts';

const ID = z.string().regex(/^[1-9A-HJ-NP-Za-km-z]{22}$/);

export const getChannelAvatar = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:id/avatar/:picture',
  operationId: 'getChannelAvatar',
  summary: 'The picture of a channel; another picture has another address.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: ID, picture: ID }),
  answers: { 200: null },
  errors: ['channels.not_found'],
  hidden: true,
  async handle(context: ChannelsContext, { params, reply }) {
    try {
      const bytes = await context.blobs.readAll(avatarBlobKey(params.id, params.picture), { maxBytes: 5_000_000 });
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
  },
});
