import { defineRoute, kernelErrors, type Route } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { claimsFor } from './app-claims.ts';

const route = (method: 'GET' | 'POST', operationId: string): Route<IdentityContext> =>
  defineRoute({
    method,
    path: '/api/v1/oauth/userinfo',
    operationId,
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
    async handle(context: IdentityContext, { caller, reply }) {
      const account = await context.accounts.find(caller.accountId);
      if (!account) throw kernelErrors.unauthenticated();
      reply.header('cache-control', 'no-store');
      const scopes = caller.scopes === 'all' ? 'profile email' : caller.scopes.join(' ');
      return { sub: account.id, ...claimsFor(account, scopes) };
    },
  });

export const getUserinfo = route('GET', 'getUserinfo');
export const postUserinfo = route('POST', 'postUserinfo');
