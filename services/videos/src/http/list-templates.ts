import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { presentTemplate, templateSchema } from './template-schemas.ts';

export const listTemplates = defineRoute({
  method: 'GET',
  path: '/api/v1/me/video-templates',
  operationId: 'listTemplates',
  summary: 'Settings that I keep for my next videos, by name.',
  policy: 'account',
  scopes: ['read'],
  answers: { 200: z.object({ items: z.array(templateSchema) }) },
  async handle(context: VideosContext, { caller }) {
    return { items: (await context.templates.list(caller.accountId)).map(presentTemplate) };
  },
});
