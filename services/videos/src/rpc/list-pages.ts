import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { tagKey } from '../domain/tag-key.ts';
import { hydrate } from '../http/hydrate.ts';
import { toPage } from './to-page.ts';

const MOST = 50;

/** For feeds. */
export const listPages = defineRpc({
  method: VideosService.method.listPages,
  callers: ['gateway'],
  async handle(context: VideosContext, { channelId, tag }) {
    const of = { ...(channelId && { channelId }), ...(tag && { tag: tagKey(tag) }) };
    const rows = await context.lists.listPublic({ limit: MOST, ...of });
    return { pages: (await hydrate(context, rows, VISITOR)).map(toPage) };
  },
});
