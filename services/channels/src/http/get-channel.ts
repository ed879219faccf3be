import { type Caller, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelsErrors } from '../errors.ts';
import type { ChannelRow } from '../store/channels-store.ts';
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
    if (!row || !(await maySee(context, row, caller))) throw channelsErrors.not_found();
    return presentChannel(context, row, caller);
  },
});

async function maySee(context: ChannelsContext, row: ChannelRow, caller: Caller): Promise<boolean> {
  if (caller.kind === 'account' && (caller.accountId === row.owner_account_id || caller.role === 'admin')) return true;
  return !(await context.channels.isHidden(row));
}
