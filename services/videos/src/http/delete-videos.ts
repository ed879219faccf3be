import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { forEachVideo, idsField, resultsSchema } from './bulk.ts';
import { findOwnVideo } from './find-own-video.ts';
import { removeVideo } from './remove-video.ts';

export const deleteVideos = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/bulk-deletion',
  operationId: 'deleteVideos',
  summary: 'Delete many videos of mine; for each it is answered whether it was. Nobody is served any of them then.',
  policy: 'account',
  scopes: ['manage'],
  body: z.strictObject({ ids: idsField }),
  answers: { 200: resultsSchema },
  handle(context: VideosContext, { body, caller }) {
    return forEachVideo(body.ids, async (id) => {
      await findOwnVideo(context, id, caller);
      await removeVideo(context, id);
    });
  },
});
