import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { endedAnswer } from './account-fields.ts';

export const deleteOtherSessions = defineRoute({
  method: 'DELETE',
  path: '/api/v1/sessions',
  operationId: 'deleteOtherSessions',
  summary: 'Log out everywhere but here; the tokens of the others are refused everywhere within a second.',
  policy: 'account',
  scopes: [],
  answers: { 200: endedAnswer },
  async handle(context: IdentityContext, { caller }) {
    const { accountId, sessionId } = caller;
    const ended = await context.sessions.endOthers({ accountId, sessionId, reason: 'logged out everywhere else' });
    await context.pubSub.publish(REVOCATIONS_CHANNEL, accountId);
    return { ended };
  },
});
