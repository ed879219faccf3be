import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { appSchema, presentApp } from './app-schemas.ts';
import { issuerOf } from './issuer-of.ts';

export const listApps = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/apps',
  operationId: 'listApps',
  summary: 'Programs that people may let in, and the address of this site that tools ask for.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: z.object({ items: z.array(appSchema), issuer: z.string() }) },
  async handle(context: IdentityContext, { raw }) {
    return { items: (await context.apps.list()).map(presentApp), issuer: await issuerOf(context, raw) };
  },
});
