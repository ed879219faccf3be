import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { endSession } from './end-session.ts';

export const deleteSession = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sessions/:id',
  operationId: 'deleteSession',
  summary: 'Log out one of my devices; its tokens are refused everywhere within a second.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string() }),
  answers: { 204: null },
  errors: ['identity.session_not_found'],
  async handle(context: IdentityContext, { params, caller }) {
    const ended = await endSession(context, {
      accountId: caller.accountId,
      sessionId: params.id,
      reason: 'logged out from another device',
    });
    if (!ended) throw identityErrors.session_not_found();
  },
});
