import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { deviceTokensSchema, presentAccount } from './present-account.ts';
import { signFor } from './sign-for.ts';

export const refreshDeviceTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens/refresh',
  operationId: 'refreshDeviceTokens',
  summary: 'Exchange a refresh token for its successor and a new access token; a late repeat ends the session.',
  policy: 'own-token',
  body: z.object({ refreshToken: z.string().max(100) }),
  answers: { 200: deviceTokensSchema },
  errors: ['identity.refresh_token_invalid'],
  async handle(context: IdentityContext, { body, reply }) {
    try {
      const rotated = await context.sessions.rotate(body.refreshToken);
      reply.header('cache-control', 'no-store');
      return {
        ...(await signFor(context, rotated)),
        refreshToken: rotated.refreshToken,
        account: presentAccount(rotated.account),
      };
    } catch (error) {
      // A detected reuse has revoked the session: nobody should wait for the next poll.
      await context.pubSub.publish(REVOCATIONS_CHANNEL, 'refresh');
      throw error;
    }
  },
});
