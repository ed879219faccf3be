import { defineRoute, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { providerSchema } from './provider-schemas.ts';

export const listLoginProviders = defineRoute({
  method: 'GET',
  path: '/api/v1/login-providers',
  operationId: 'listLoginProviders',
  summary: 'Where people may have accounts that they log in here with.',
  policy: 'public',
  scopes: SCOPES,
  answers: { 200: z.object({ items: z.array(providerSchema) }) },
  async handle(context: IdentityContext) {
    return { items: (await context.providers.list()).map(({ id, name }) => ({ id, name })) };
  },
});
