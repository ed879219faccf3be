import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';

export const deleteTemplate = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/video-templates/:id',
  operationId: 'deleteTemplate',
  summary: 'Delete a template; videos that were made with it stay as they are.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 204: null },
  errors: ['videos.template_not_found'],
  async handle(context: VideosContext, { params, caller }) {
    if (!(await context.templates.delete(params.id, caller.accountId))) throw videosErrors.template_not_found();
  },
});
