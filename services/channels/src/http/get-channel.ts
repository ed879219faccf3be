import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelsErrors } from '../errors.ts';
import { channelSchema, presentChannel } from './present-channel.ts';

export const getChannel = defineRoute({
  method: 'GET',
  path: '/api/v1/channels/:ref',
  operationId: 'getChannel',
  summary: 'A channel by id or @handle, also by a handle that it had before.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ ref: z.string().max(100) }),
  answers: { 200: channelSchema },
  errors: ['channels.not_found'],
  async handle(context: ChannelsContext, { params, caller }) {
    const { ref } = params;
    const row = ref.startsWith('@')
      ? await context.channels.findByHandle(ref.slice(1))
      : await context.channels.find(ref);
    if (!row) throw channelsErrors.not_found();
    return presentChannel(context, row, caller);
  },
});
