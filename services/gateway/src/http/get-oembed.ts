import type { Page } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { gatewayErrors } from '../errors.ts';
import { escapeHtml, frameWithin, originOf, posterSize, videoPageOf } from '../pages/addresses.ts';

const pixels = z.coerce.number().int().min(1).max(10_000).optional();

const answer = z.object({
  version: z.literal('1.0'),
  type: z.literal('video'),
  provider_name: z.string(),
  provider_url: z.string(),
  title: z.string(),
  author_name: z.string(),
  author_url: z.string(),
  cache_age: z.number(),
  thumbnail_url: z.string().optional(),
  thumbnail_width: z.number().optional(),
  thumbnail_height: z.number().optional(),
  html: z.string(),
  width: z.number(),
  height: z.number(),
});

/** oembed.com 1.0. What a visitor may not see is not there: the same answer as for a video that never was. */
export const getOembed = defineRoute({
  method: 'GET',
  path: '/api/v1/oembed',
  operationId: 'getOembed',
  summary: 'How to embed the video of a public or unlisted page of this site (oEmbed 1.0, JSON only).',
  // Nobody's token is looked at: the answer is for everybody, and the edge verifies none.
  policy: 'own-token',
  query: z.object({
    url: z.string().max(2000),
    maxwidth: pixels,
    maxheight: pixels,
    format: z.string().max(20).default('json'),
  }),
  answers: { 200: answer, 501: null },
  errors: ['gateway.no_such_page'],
  async handle(context: GatewayContext, { query, raw, reply }) {
    reply.header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin');
    if (query.format !== 'json') {
      reply.code(501);
      return undefined;
    }
    const origin = originOf(context, raw);
    const asked = URL.parse(query.url);
    const shown = asked?.origin === new URL(origin).origin ? videoPageOf(asked.pathname) : undefined;
    const { page } = shown ? await context.videos.getPage({ videoId: shown.videoId }) : {};
    if (!asked || !shown || !page) throw gatewayErrors.no_such_page();

    const { width, height } = frameWithin(page, { width: query.maxwidth, height: query.maxheight });
    const start = Number.parseInt(asked.searchParams.get('t') ?? asked.searchParams.get('start') ?? '', 10);
    const source = `${origin}/embed/${shown.videoId}${start > 0 ? `?start=${start}` : ''}`;
    reply.header('cache-control', 'public, max-age=300');
    return {
      version: '1.0',
      type: 'video',
      provider_name: (await context.instance.get()).name,
      provider_url: `${origin}/`,
      title: page.title,
      author_name: page.channelName,
      author_url: `${origin}/@${page.channelHandle}`,
      cache_age: 300,
      ...thumbnailOf(page, origin),
      html:
        `<iframe src="${escapeHtml(source)}" width="${width}" height="${height}" title="${escapeHtml(page.title)}" ` +
        'style="border:0" allow="autoplay; fullscreen; picture-in-picture" allowfullscreen loading="lazy"></iframe>',
      width,
      height,
    } satisfies z.infer<typeof answer>;
  },
});

/** All three or none, as the specification has it. */
function thumbnailOf(page: Page, origin: string) {
  const size = posterSize(page);
  if (!page.posterPath || !size) return {};
  return {
    thumbnail_url: new URL(page.posterPath, origin).href,
    thumbnail_width: size.width,
    thumbnail_height: size.height,
  };
}
