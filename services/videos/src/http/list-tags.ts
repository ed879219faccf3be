import { defineRoute, sendHot } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { tagQuery } from './video-fields.ts';

export const listTags = defineRoute({
  method: 'GET',
  path: '/api/v1/tags',
  operationId: 'listTags',
  summary: 'Tags that begin like this, with how many public videos have each, the most used first.',
  policy: 'public',
  scopes: ['read'],
  query: z.object({ prefix: tagQuery, limit: z.coerce.number().int().min(1).max(50).default(10) }),
  answers: { 200: z.object({ items: z.array(z.object({ tag: z.string(), videos: z.number() })) }), 304: null },
  errors: [],
  async handle(context: VideosContext, { query, raw, reply }) {
    const hot = await context.hotLists.get(`tags ${JSON.stringify(query)}`, async () => ({
      of: undefined,
      body: { items: query.prefix === '' ? [] : await context.lists.suggestTags(query.prefix, query.limit) },
    }));
    return hot && sendHot(hot, raw.headers['if-none-match'], reply);
  },
});
