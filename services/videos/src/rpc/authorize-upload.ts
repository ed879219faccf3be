import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';

/** A foreign tus client may start without a video: a draft in its first channel is made, private until it is edited. */
export const authorizeUpload = defineRpc({
  method: VideosService.method.authorizeUpload,
  callers: ['uploads'],
  async handle(context: VideosContext, { accountId, videoId, title }) {
    if (videoId) {
      const video = await context.videos.find(videoId);
      const isTheirs = video?.owner_account_id === accountId || video?.editor_ids.includes(accountId);
      if (!video || video.deleted_at || !isTheirs) throw videosErrors.not_found();
      return { videoId };
    }
    const { channels } = await context.channels.listPublishableChannels({ accountId });
    const [first] = channels;
    if (!first) throw videosErrors.channel_not_yours();
    const draft = await context.videos.create({
      channelId: first.id,
      // The first one is their own.
      accountId,
      title: title.slice(0, 100) || 'Untitled',
      description: '',
      tags: [],
      visibility: 'private',
    });
    return { videoId: draft.id };
  },
});
