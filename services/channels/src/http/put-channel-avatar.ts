import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelSchema, presentChannel } from './present-channel.ts';
import { PICTURE_BODY, storePicture } from './store-picture.ts';

export const putChannelAvatar = defineRoute({
  method: 'PUT',
  path: '/api/v1/channels/:id/avatar',
  operationId: 'putChannelAvatar',
  summary: 'Give a channel of mine a picture (JPEG, PNG or WebP, at most 5 MB).',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string() }),
  ...PICTURE_BODY,
  answers: { 200: channelSchema },
  errors: ['channels.not_found', 'channels.not_allowed', 'channels.not_an_image', 'kernel.body_too_large'],
  async handle(context: ChannelsContext, { params, raw, caller }) {
    const { accountId } = caller;
    const row = await storePicture(context, { kind: 'avatar', channelId: params.id, accountId, body: raw.body });
    return presentChannel(context, row, caller);
  },
});
