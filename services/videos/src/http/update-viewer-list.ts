import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import { presentViewerList, viewerListNameField, viewerListParams, viewerListSchema } from './viewer-list-fields.ts';

export const updateViewerList = defineRoute({
  method: 'PATCH',
  path: '/api/v1/me/viewer-lists/:id',
  operationId: 'updateViewerList',
  summary: 'Give a list of mine another name.',
  policy: 'account',
  scopes: ['manage'],
  params: viewerListParams,
  body: z.strictObject({ name: viewerListNameField }),
  answers: { 200: viewerListSchema },
  errors: ['videos.list_not_found', 'videos.list_exists'],
  async handle(context: VideosContext, { params, body, caller }) {
    const list = await findOwnViewerList(context, params.id, caller);
    if (!(await context.viewerLists.rename(list.id, body.name))) throw videosErrors.list_exists();
    return presentViewerList({ ...list, name: body.name });
  },
});
