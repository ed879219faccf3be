import { defineRoute, sendHot, VISITOR, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { mayEdit, maySee } from '../domain/visibility.ts';
import { findForViewer } from './find-for-viewer.ts';
import { videoDetailSchema } from './present-video.ts';
import { readDetail } from './read-detail.ts';

export const getVideo = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id',
  operationId: 'getVideo',
  summary:
    'A video with everything that its page needs; manifests grow while it is processed. One with a password takes a grant in Video-Grant.',
  policy: 'public',
  scopes: ['read', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: videoDetailSchema, 304: null },
  errors: ['videos.not_found', 'videos.password_needed'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const hot = await context.hotVideos.get(params.id, () => readShared(context, params.id));
    if (hot && !mayEdit(hot.of, caller)) return sendHot(hot, raw.headers['if-none-match'], reply);
    const { video, grant } = await findForViewer(context, params.id, {
      caller,
      headers: raw.headers,
      announced: true,
    });
    return withEtag(await readDetail(context, video, caller, grant), raw.headers['if-none-match'], reply);
  },
});

/** A video that looks the same to all who may not edit it, and that is finished. */
async function readShared(context: VideosContext, id: string) {
  const video = await context.videos.find(id);
  if (!video?.complete || !maySee(video, VISITOR)) return undefined;
  const body = await readDetail(context, video, VISITOR);
  // Playback may be away, or hear of a new rule only now: nobody else has to wait for that.
  return body.playback ? { of: video, body } : undefined;
}
