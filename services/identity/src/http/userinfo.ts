import { kernelErrors, type RouteRequest } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { claimsFor } from './app-claims.ts';

/** Asked for by GET and by POST (OpenID Connect Core §5.3.1). */
export const userinfo = {
  path: '/api/v1/oauth/userinfo',
  summary: 'Who has let the app in, as far as it may know (OpenID Connect Core §5.3).',
  policy: 'account',
  scopes: ['openid'],
  answers: {
    200: z.object({
      sub: z.string(),
      name: z.string().optional(),
      email: z.string().optional(),
      email_verified: z.boolean().optional(),
    }),
  },
  async handle(context: IdentityContext, { caller, reply }: RouteRequest<'account', unknown, unknown, unknown>) {
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    reply.header('cache-control', 'no-store');
    const scopes = caller.scopes === 'all' ? 'profile email' : caller.scopes.join(' ');
    return { sub: account.id, ...claimsFor(account, scopes) };
  },
} as const;
