import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { providerSchema } from './provider-schemas.ts';

export const listMyLoginProviders = defineRoute({
  method: 'GET',
  path: '/api/v1/me/login-providers',
  operationId: 'listMyLoginProviders',
  summary: 'Which accounts elsewhere log in to mine, and which may.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ items: z.array(providerSchema.extend({ linkedAt: z.string().nullable() })) }) },
  async handle(context: IdentityContext, { caller }) {
    const links = await context.providers.linksOf(caller.accountId);
    const since = new Map(links.map((link) => [link.provider_id, link.created_at.toISOString()]));
    const providers = await context.providers.list();
    return { items: providers.map(({ id, name }) => ({ id, name, linkedAt: since.get(id) ?? null })) };
  },
});
