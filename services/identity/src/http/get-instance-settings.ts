import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { instanceSettingsSchema, presentInstance } from './instance-schemas.ts';

export const getInstanceSettings = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/instance',
  operationId: 'getInstanceSettings',
  summary: 'The settings of this site, as they are now, and where links in mail lead.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: instanceSettingsSchema },
  async handle(context: IdentityContext, { reply }) {
    reply.header('cache-control', 'no-store');
    const [row, { url }] = await Promise.all([context.instance.get(), context.site()]);
    return { ...presentInstance(row), links: { address: url, isFixed: context.app.publicUrl !== undefined } };
  },
});
