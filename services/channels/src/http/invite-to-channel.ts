import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelsErrors } from '../errors.ts';
import { findChannelAs } from './find-channel-as.ts';
import { memberRole, readTeam, teamSchema } from './member-schemas.ts';

export const inviteToChannel = defineRoute({
  method: 'POST',
  path: '/api/v1/channels/:id/invitations',
  operationId: 'inviteToChannel',
  summary: 'Ask somebody to help with a channel of mine, by the @handle of a channel of theirs or by e-mail address.',
  policy: 'creator',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({
    /** An address need have no account: whoever proves it finds the invitation. Nothing is said of whether there is one. */
    to: z.string().trim().min(2).max(254),
    role: memberRole,
  }),
  answers: { 201: teamSchema },
  errors: [
    'channels.not_found',
    'channels.not_allowed',
    'channels.nobody',
    'channels.already_member',
    'channels.already_owner',
    'channels.too_many_members',
  ],
  async handle(context: ChannelsContext, { params, body, caller, reply }) {
    const { accountId } = caller;
    const channel = await findChannelAs(context, { id: params.id, accountId }, 'own');
    await context.members.invite(channel.id, {
      ...(await whoIs(context, body.to)),
      invited: body.to,
      role: body.role,
    });
    reply.code(201);
    return readTeam(context, channel);
  },
});

async function whoIs(
  context: ChannelsContext,
  to: string,
): Promise<{ account_id: string; email_key: null } | { account_id: null; email_key: string }> {
  const address = z.email().safeParse(to);
  if (address.success) return { account_id: null, email_key: address.data.normalize('NFKC').toLowerCase() };
  const theirs = await context.channels.findByHandle(to.replace(/^@/, ''));
  if (!theirs || (await context.channels.isHidden(theirs))) throw channelsErrors.nobody();
  return { account_id: theirs.owner_account_id, email_key: null };
}
