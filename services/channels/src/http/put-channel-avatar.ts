import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { encodeAvatar } from '../domain/avatar-image.ts';
import { channelsErrors } from '../errors.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const putChannelAvatar = defineRoute({
  method: 'PUT',
  path: '/api/v1/channels/:id/avatar',
  operationId: 'putChannelAvatar',
  summary: 'Give a channel of mine a picture (JPEG, PNG or WebP, at most 5 MB).',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string() }),
  rawBody: { types: ['image/jpeg', 'image/png', 'image/webp'], as: 'buffer' },
  bodyLimitBytes: 5_000_000,
  answers: { 200: channelSchema },
  errors: ['channels.not_found', 'channels.not_an_image', 'kernel.body_too_large'],
  async handle(context: ChannelsContext, { params, raw, caller }) {
    const owned = await context.channels.find(params.id);
    if (owned?.owner_account_id !== caller.accountId) throw channelsErrors.not_found();
    if (!(raw.body instanceof Uint8Array)) throw channelsErrors.not_an_image();
    const picture = await encodeAvatar(raw.body);
    const key = await context.avatars.reserve(params.id, picture);
    await context.blobs.put(key, picture, { contentType: 'image/webp' });
    const row = await context.channels.update(params.id, caller.accountId, { avatar_blob: key });
    context.removing.wake();
    return presentChannel(context, row, caller);
  },
});
