import { defineRoute, etagOf, hasAlready } from '@kinora/kernel';
import { z } from 'zod';
import type { GatewayContext } from '../context.ts';
import { gatewayErrors } from '../errors.ts';
import { feedPath, originOf } from '../pages/addresses.ts';
import { toRss } from '../pages/rss.ts';

export const getFeed = defineRoute({
  method: 'GET',
  path: '/api/v1/feed.xml',
  operationId: 'getFeed',
  summary: 'The newest fifty public videos as RSS 2.0: of a channel (@handle or id), of a tag, or of the whole site.',
  // Nobody's token is looked at: the answer is for everybody, and the edge verifies none.
  policy: 'own-token',
  query: z.object({ channel: z.string().min(1).max(100).optional(), tag: z.string().min(1).max(100).optional() }),
  answers: { 200: null, 304: null },
  errors: ['gateway.no_such_channel'],
  async handle(context: GatewayContext, { query, raw, reply }) {
    const origin = originOf(context, raw);
    const { name } = await context.instance.get();
    const channel = query.channel === undefined ? undefined : await findChannel(context, query.channel);
    const { pages } = await context.videos.listPages({ channelId: channel?.id ?? '', tag: query.tag ?? '' });
    const tag = query.tag === undefined ? undefined : `#${query.tag}`;
    const feed = toRss({
      title: [tag, channel?.name, name].filter((part) => part !== undefined).join(' · '),
      description: channel ? `@${channel.handle}` : name,
      origin,
      path: channel ? `/@${channel.handle}` : query.tag === undefined ? '/' : `/tag/${encodeURIComponent(query.tag)}`,
      self: feedPath({ channel: channel && `@${channel.handle}`, tag: query.tag }),
      pages,
    });
    const etag = etagOf(feed);
    reply.header('etag', etag).header('cache-control', 'public, no-cache').header('access-control-allow-origin', '*');
    if (hasAlready(raw.headers['if-none-match'], etag)) {
      reply.code(304);
      return undefined;
    }
    return reply
      .type('application/rss+xml; charset=utf-8')
      .serializer((payload: unknown) => payload as string)
      .send(feed);
  },
});

/** Throws `gateway.no_such_channel`. */
async function findChannel(context: GatewayContext, ref: string) {
  const channel = ref.startsWith('@')
    ? (await context.channels.getChannelByHandle({ handle: ref.slice(1) })).channel
    : (await context.channels.getChannels({ ids: [ref] })).channels[0];
  if (!channel) throw gatewayErrors.no_such_channel();
  return channel;
}
