import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { presentViewerList, viewerListSchema } from './viewer-list-fields.ts';

export const listViewerLists = defineRoute({
  method: 'GET',
  path: '/api/v1/me/viewer-lists',
  operationId: 'listViewerLists',
  summary: 'My lists of people who may watch, by name.',
  policy: 'account',
  scopes: ['manage'],
  answers: { 200: z.object({ items: z.array(viewerListSchema) }) },
  async handle(context: VideosContext, { caller }) {
    return { items: (await context.viewerLists.list(caller.accountId)).map(presentViewerList) };
  },
});
