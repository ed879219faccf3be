import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { parseAddressList } from '../domain/address-list.ts';
import { preferredLanguage } from '../domain/languages.ts';
import { actorOf } from '../store/audit-log.ts';
import { invitationSchema, presentInvitation } from './invitation-schemas.ts';
import { accountSchema } from './present-account.ts';

const AT_ONCE = 200;

export const createInvitations = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/invitations',
  operationId: 'createInvitations',
  summary: 'Invite people by a list of addresses as it was pasted; what is no address is answered beside.',
  policy: 'admin',
  scopes: ['admin'],
  body: z.strictObject({
    addresses: z.string().max(50_000),
    role: accountSchema.shape.role.default('creator'),
    days: z.int().min(1).max(90).default(14),
  }),
  answers: {
    200: z.object({
      invited: z.array(invitationSchema),
      /** They have an account already. */
      members: z.array(z.string()),
      /** No addresses, or more than are invited at once; as they were written. */
      wrong: z.array(z.string()),
      left: z.array(z.string()),
    }),
  },
  async handle(context: IdentityContext, { body, caller, address, raw }) {
    const { emails, wrong } = parseAddressList(body.addresses);
    const now = emails.slice(0, AT_ONCE);
    const { role, days } = body;
    const actor = actorOf({ caller, address });
    const site = await context.site();
    // Whoever is invited has chosen none yet: most often that of whoever invites them.
    const language = preferredLanguage(raw.headers['accept-language']) ?? 'en';
    const { invited, members } =
      now.length === 0
        ? { invited: [], members: [] }
        : await context.invitations.invite(now, { role, days, actor, site, language });
    return { invited: invited.map(presentInvitation), members, wrong, left: emails.slice(AT_ONCE) };
  },
});
