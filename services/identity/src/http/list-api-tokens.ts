import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { apiTokenSchema, presentApiToken } from './api-token-schemas.ts';

export const listApiTokens = defineRoute({
  method: 'GET',
  path: '/api/v1/me/tokens',
  operationId: 'listApiTokens',
  summary: 'My tokens for programs, the latest first; the tokens themselves are not kept.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ items: z.array(apiTokenSchema) }) },
  async handle(context: IdentityContext, { caller }) {
    return { items: (await context.apiTokens.list(caller.accountId)).map(presentApiToken) };
  },
});
