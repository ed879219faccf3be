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
  summary: 'The session cookie buys an access token of five minutes.',
  policy: 'own-token',
  answers: { 200: z.object({ accessToken: z.string(), expiresAt: z.string(), account: accountSchema }) },
  errors: ['identity.no_session', 'identity.wrong_origin'],
  async handle(context: IdentityContext, { raw, reply }) {
    assertSameOrigin(context, { raw });
    const token = sessionTokenOf(context, { raw });
    const found = token ? await context.sessions.findByToken(token) : undefined;
    if (!found) {
      if (token) clearSessionCookie(context, { raw, reply });
      throw identityErrors.no_session();
    }
    reply.header('cache-control', 'no-store');
    return { ...(await signFor(context, found)), account: presentAccount(found.account) };
  },
});
