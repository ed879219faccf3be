import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import { tellViewerList } from './tell-viewer-list.ts';

export const removeViewerListPerson = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/viewer-lists/:id/people/:personId',
  operationId: 'removeViewerListPerson',
  summary: 'Take somebody off a list of mine; what they have been given to watch ends at once, and for nobody else.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40), personId: z.string().max(40) }),
  answers: { 204: null },
  errors: ['videos.list_not_found', 'videos.person_not_found'],
  async handle(context: VideosContext, { params, caller }) {
    const list = await findOwnViewerList(context, params.id, caller);
    const told = await context.viewerLists.remove(list.id, params.personId);
    if (!told) throw videosErrors.person_not_found();
    await tellViewerList(context, told);
  },
});
