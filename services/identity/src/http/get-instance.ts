import { defineRoute, SCOPES, withEtag } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { instanceSchema, presentInstance } from './instance-schemas.ts';

export const getInstance = defineRoute({
  method: 'GET',
  path: '/api/v1/instance',
  operationId: 'getInstance',
  summary: 'What this site is called, how it looks, what it is about, and who may come in.',
  policy: 'public',
  scopes: SCOPES,
  answers: { 200: instanceSchema, 304: null },
  async handle(context: IdentityContext, { raw, reply }) {
    return withEtag(presentInstance(await context.instance.get()), raw.headers['if-none-match'], reply);
  },
});
