import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { forEachVideo, idsField, resultsSchema } from './bulk.ts';
import { changeFields, changeVideo, channelsOf } from './change-video.ts';
import { tagsField } from './video-fields.ts';

export const changeVideos = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/bulk',
  operationId: 'changeVideos',
  summary:
    'Change many videos of mine alike, each in a transaction of its own; for each it is answered whether it was changed.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({
    ids: idsField,
    change: z.strictObject({
      ...changeFields,
      /** Beside those that each has. */
      addTags: tagsField.optional(),
      removeTags: tagsField.optional(),
    }),
  }),
  answers: { 200: resultsSchema },
  handle(context: VideosContext, { body, caller }) {
    const mayUse = channelsOf(context, caller);
    return forEachVideo(body.ids, (id) => changeVideo(context, { id, change: body.change, caller, mayUse }));
  },
});
