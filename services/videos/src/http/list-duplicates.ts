import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { findOwnVideo } from './find-own-video.ts';

export const listDuplicates = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/duplicates',
  operationId: 'listDuplicates',
  summary: 'Other videos of mine that were made of the same file, the oldest first; known once the file is whole.',
  policy: 'account',
  scopes: ['read', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: {
    200: z.object({ items: z.array(z.object({ id: z.string(), title: z.string(), createdAt: z.string() })) }),
  },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, caller }) {
    const video = await findOwnVideo(context, params.id, caller);
    const rows = await context.lists.listSameSource(video);
    return {
      items: rows.map(({ id, title, created_at }) => ({ id, title, createdAt: created_at.toISOString() })),
    };
  },
});
