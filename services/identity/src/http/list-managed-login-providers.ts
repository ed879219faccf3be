import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { managedProviderSchema, presentManagedProvider, redirectUri } from './provider-schemas.ts';

export const listManagedLoginProviders = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/login-providers',
  operationId: 'listManagedLoginProviders',
  summary: 'All OpenID providers, and the address that each has to send people back to.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: z.object({ items: z.array(managedProviderSchema), redirectUri: z.string() }) },
  async handle(context: IdentityContext, { raw }) {
    const items = (await context.providers.list()).map(presentManagedProvider);
    return { items, redirectUri: redirectUri(context, raw) };
  },
});
