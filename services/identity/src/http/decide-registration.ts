import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { actorOf } from '../store/audit-log.ts';

export const decideRegistration = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/accounts/:id/decision',
  operationId: 'decideRegistration',
  summary: 'Accept a registration that waits, or refuse it; the person gets a mail.',
  policy: 'moderator',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  body: z.strictObject({ accept: z.boolean(), reason: z.string().trim().max(500).default('') }),
  answers: { 204: null },
  errors: ['identity.account_not_found', 'identity.not_waiting', 'identity.not_yours'],
  async handle(context: IdentityContext, { params, body, caller, address }) {
    const decider = { ...actorOf({ caller, address }), role: caller.role };
    const site = await context.site();
    if (body.accept) await context.decisions.approve(params.id, decider, site);
    else await context.decisions.refuse(params.id, body.reason, decider, site);
  },
});
