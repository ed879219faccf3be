import { defineRoute } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { toAccessRule } from '../store/to-access-rule.ts';

import { findOwnViewerList } from './find-own-viewer-list.ts';
import { tellViewerList } from './tell-viewer-list.ts';
import { viewerListParams } from './viewer-list-fields.ts';
import { withdrawNow } from './withdraw-now.ts';

const AT_ONCE = 50;

export const deleteViewerList = defineRoute({
  method: 'DELETE',
  path: '/api/v1/me/viewer-lists/:id',
  operationId: 'deleteViewerList',
  summary: 'Delete a list of mine; the videos of its members become private.',
  policy: 'account',
  scopes: ['manage'],
  params: viewerListParams,
  answers: { 204: null },
  errors: ['videos.list_not_found'],
  async handle(context: VideosContext, { params, caller }) {
    const { id } = await findOwnViewerList(context, params.id, caller);
    for (;;) {
      const ids = await context.viewerLists.videosOf(id, AT_ONCE);
      if (ids.length === 0) break;
      await Promise.all(ids.map((videoId) => leaveList(context, videoId, id)));
    }
    const told = await context.viewerLists.delete(id);
    if (told) await tellViewerList(context, told);
  },
});

async function leaveList(context: VideosContext, videoId: string, listId: string): Promise<void> {
  const result = await context.videos.update(
    videoId,
    ({ visibility }) => ({ viewer_list_id: null, visibility: visibility === 'members' ? 'private' : visibility }),
    (video) => video.viewer_list_id === listId,
  );
  if (result && result.after.access_version !== result.before.access_version)
    await withdrawNow(context, toAccessRule(result.after));
}
