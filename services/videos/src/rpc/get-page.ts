import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc, VISITOR } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { isAnnounced } from '../domain/premiere.ts';
import { maySee } from '../domain/visibility.ts';
import { hydrate } from '../http/hydrate.ts';
import { toPage } from './to-page.ts';

/** For link previews: what a visitor who is not logged in may know. */
export const getPage = defineRpc({
  method: VideosService.method.getPage,
  callers: ['channels', 'gateway'],
  async handle(context: VideosContext, { videoId }) {
    const video = await context.videos.find(videoId);
    if (!video || !(maySee(video, VISITOR) || isAnnounced(video))) return {};
    const [hydrated] = await hydrate(context, [video], VISITOR);
    return hydrated ? { page: toPage(hydrated) } : {};
  },
});
