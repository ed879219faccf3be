import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { endSession } from './end-session.ts';
import { assertSameOrigin, clearSessionCookie, sessionTokenOf } from './session-cookies.ts';

export const deleteCurrentSession = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sessions/current',
  operationId: 'deleteCurrentSession',
  summary: 'Log out here.',
  policy: 'own-token',
  answers: { 204: null },
  errors: ['identity.wrong_origin'],
  async handle(context: IdentityContext, { raw, reply }) {
    assertSameOrigin(context, { raw });
    const token = sessionTokenOf(context, { raw });
    const found = token ? await context.sessions.findByToken(token) : undefined;
    if (found)
      await endSession(context, { accountId: found.account.id, sessionId: found.session.id, reason: 'log-out' });
    clearSessionCookie(context, { raw, reply });
    reply.header('clear-site-data', '"cache"');
  },
});
