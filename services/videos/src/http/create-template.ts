import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';
import { presentTemplate, settingsOf, templateNameField, templateSchema } from './template-schemas.ts';

export const createTemplate = defineRoute({
  method: 'POST',
  path: '/api/v1/me/video-templates',
  operationId: 'createTemplate',
  summary: 'Keep the settings of a video of mine for my next ones: all but title, file and chapters.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({ name: templateNameField, videoId: z.string().max(40) }),
  answers: { 201: templateSchema },
  errors: ['videos.not_found', 'videos.template_exists', 'videos.too_many_templates'],
  async handle(context: VideosContext, { body, caller, reply }) {
    const video = await findOwnVideo(context, body.videoId, caller);
    const { accountId } = caller;
    const made = await context.templates.create({ accountId, name: body.name, settings: settingsOf(video) });
    if (made === 'taken') throw videosErrors.template_exists();
    if (made === 'too_many') throw videosErrors.too_many_templates();
    reply.code(201);
    return presentTemplate(made);
  },
});
