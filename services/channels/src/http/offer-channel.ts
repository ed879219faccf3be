import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { ChannelsContext } from '../context.ts';
import { channelsErrors } from '../errors.ts';
import { findChannelAs } from './find-channel-as.ts';
import { readTeam, teamSchema } from './member-schemas.ts';

/** Of the owner: a session alone may be somebody else's at an open screen. */
const proof = z.union(
  [
    z.strictObject({ password: z.string().max(200) }),
    z.strictObject({ code: z.string().trim().min(1).max(40) }),
    // Identity looks into it.
    z.strictObject({ passkey: z.record(z.string(), z.unknown()) }),
  ],
  'Send one of `password`, `code` and `passkey`.',
);

export const offerChannel = defineRoute({
  method: 'POST',
  path: '/api/v1/channels/:id/offers',
  operationId: 'offerChannel',
  summary:
    'Offer a channel of mine to somebody who helps with it. When they accept it is theirs, and I stay as editor. Takes the password, a code or a passkey.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ accountId: z.string().max(40), proof }),
  answers: { 201: teamSchema },
  errors: [
    'channels.not_found',
    'channels.not_allowed',
    'channels.not_a_member',
    'channels.last_one',
    'identity.wrong_password',
    'identity.wrong_code',
    'identity.passkey_invalid',
    'identity.too_many_attempts',
  ],
  async handle(context: ChannelsContext, { params, body, caller, address, reply }) {
    const channel = await findChannelAs(context, { id: params.id, accountId: caller.accountId }, 'own');
    if ((await context.channels.listOwned(caller.accountId)).length < 2) throw channelsErrors.last_one();
    const { members } = await readTeam(context, channel);
    const member = members.find(({ accountId, role }) => accountId === body.accountId && role !== 'owner');
    if (!member) throw channelsErrors.not_a_member();
    await context.identity.proveAgain({
      accountId: caller.accountId,
      address,
      sessionId: caller.sessionId,
      proof: proofFor(body.proof),
    });
    const invited = { account_id: member.accountId, email_key: null, invited: member.name, role: 'owner' as const };
    await context.members.invite(channel.id, invited);
    reply.code(201);
    return readTeam(context, channel);
  },
});

function proofFor(shown: z.infer<typeof proof>) {
  if ('passkey' in shown) return { case: 'passkey', value: JSON.stringify(shown.passkey) } as const;
  if ('code' in shown) return { case: 'code', value: shown.code } as const;
  return { case: 'password', value: shown.password } as const;
}
