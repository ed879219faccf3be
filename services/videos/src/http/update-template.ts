import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';
import { presentTemplate, settingsOf, templateNameField, templateSchema } from './template-schemas.ts';

export const updateTemplate = defineRoute({
  method: 'PATCH',
  path: '/api/v1/me/video-templates/:id',
  operationId: 'updateTemplate',
  summary: 'Give a template another name, or the settings of another video of mine.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ name: templateNameField.optional(), videoId: z.string().max(40).optional() }),
  answers: { 200: templateSchema },
  errors: ['videos.not_found', 'videos.template_not_found', 'videos.template_exists'],
  async handle(context: VideosContext, { params, body, caller }) {
    const settings =
      body.videoId === undefined ? undefined : settingsOf(await findOwnVideo(context, body.videoId, caller));
    const { accountId } = caller;
    const changed = await context.templates.update(params.id, { accountId, name: body.name, settings });
    if (changed === 'taken') throw videosErrors.template_exists();
    if (!changed) throw videosErrors.template_not_found();
    return presentTemplate(changed);
  },
});
