import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';

export const deleteApiToken = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/tokens/:id',
  operationId: 'deleteApiToken',
  summary: 'Revoke one of my tokens; it is refused everywhere within a second.',
  policy: 'account',
  scopes: [],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['identity.api_token_not_found'],
  async handle(context: IdentityContext, { caller, params }) {
    const { accountId } = caller;
    if (!(await context.apiTokens.remove({ accountId, tokenId: params.id })))
      throw identityErrors.api_token_not_found();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, accountId);
  },
});
