import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import { viewerListParams } from './viewer-list-fields.ts';

export const listViewerListPeople = defineRoute({
  method: 'GET',
  path: '/api/v1/me/viewer-lists/:id/people',
  operationId: 'listViewerListPeople',
  summary: 'Whom a list of mine names: addresses and handles as they were given, whether there is an account or not.',
  policy: 'account',
  scopes: ['manage'],
  params: viewerListParams,
  answers: { 200: z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) }) },
  errors: ['videos.list_not_found'],
  async handle(context: VideosContext, { params, caller }) {
    const list = await findOwnViewerList(context, params.id, caller);
    return { items: (await context.viewerLists.people(list.id)).map(({ id, name }) => ({ id, name })) };
  },
});
