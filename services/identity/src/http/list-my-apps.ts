import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { grantSchema, presentGrant } from './app-schemas.ts';

export const listMyApps = defineRoute({
  method: 'GET',
  path: '/api/v1/me/apps',
  operationId: 'listMyApps',
  summary: 'Apps that I have let in, the latest used first.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ items: z.array(grantSchema) }) },
  async handle(context: IdentityContext, { caller }) {
    return { items: (await context.grants.list(caller.accountId)).map(presentGrant) };
  },
});
