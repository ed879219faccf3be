import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { presentViewerList, viewerListNameField, viewerListSchema } from './viewer-list-fields.ts';

export const createViewerList = defineRoute({
  method: 'POST',
  path: '/api/v1/me/viewer-lists',
  operationId: 'createViewerList',
  summary: 'Make a list of people who may watch; it names nobody at first.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({ name: viewerListNameField }),
  answers: { 201: viewerListSchema },
  errors: ['videos.list_exists', 'videos.too_many_lists'],
  async handle(context: VideosContext, { body, caller, reply }) {
    const made = await context.viewerLists.create({ accountId: caller.accountId, name: body.name });
    if (made === 'taken') throw videosErrors.list_exists();
    if (made === 'too_many') throw videosErrors.too_many_lists();
    reply.code(201);
    return presentViewerList({ ...made, people: 0, videos: 0 });
  },
});
