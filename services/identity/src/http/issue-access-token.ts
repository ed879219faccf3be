import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { accountSchema, presentAccount } from './present-account.ts';
import { assertSameOrigin, clearSessionCookie, sessionTokenOf } from './session-cookies.ts';
import { signFor } from './sign-for.ts';

export const issueAccessToken = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens/access',
  operationId: 'issueAccessToken',
  summary: 'The session cookie buys an access token of five minutes; without a cookie there is nothing to buy.',
  policy: 'own-token',
  answers: { 200: z.object({ accessToken: z.string(), expiresAt: z.string(), account: accountSchema }), 204: null },
  errors: ['identity.no_session', 'identity.wrong_origin'],
  async handle(context: IdentityContext, { raw, reply }) {
    assertSameOrigin(context, { raw });
    const token = sessionTokenOf(context, { raw });
    // A visitor is nobody's mistake: pages ask this at each start, and browsers write every 401 into the console.
    if (!token) return undefined;
    const found = await context.sessions.findByToken(token);
    if (!found) {
      clearSessionCookie(context, { raw, reply });
      throw identityErrors.no_session();
    }
    reply.header('cache-control', 'no-store');
    return { ...(await signFor(context, found)), account: presentAccount(found.account) };
  },
});
