import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { instanceSchema, presentInstance } from './instance-schemas.ts';

export const getInstanceSettings = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/instance',
  operationId: 'getInstanceSettings',
  summary: 'The settings of this site, as they are now.',
  policy: 'admin',
  answers: { 200: instanceSchema },
  async handle(context: IdentityContext, { reply }) {
    reply.header('cache-control', 'no-store');
    return presentInstance(await context.instance.get());
  },
});
