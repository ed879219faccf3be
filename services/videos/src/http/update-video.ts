import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { toAccessRule, type VideoChange } from '../store/videos-store.ts';
import { videoDetailSchema } from './present-video.ts';
import { readDetail } from './read-detail.ts';
import { descriptionField, detailFields, tagsField, titleField, visibilityField } from './video-fields.ts';
import { withdrawNow } from './withdraw-now.ts';

export const updateVideo = defineRoute({
  method: 'PATCH',
  path: '/api/v1/videos/:id',
  operationId: 'updateVideo',
  summary: 'Change what is said about a video of mine, who may see it, or its channel, also while it uploads.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({
    title: titleField.optional(),
    description: descriptionField.optional(),
    tags: tagsField.optional(),
    visibility: visibilityField.optional(),
    ...detailFields,
    channelId: z.string().optional(),
    /** When it becomes public; null: not by itself. */
    publishAt: z.iso.datetime().nullable().optional(),
  }),
  answers: { 200: videoDetailSchema },
  errors: ['videos.not_found', 'videos.channel_not_yours', 'videos.time_is_past'],
  async handle(context: VideosContext, { params, body, caller }) {
    const existing = await context.videos.find(params.id);
    if (!existing || !mayEdit(existing, caller)) throw videosErrors.not_found();
    if (body.channelId && body.channelId !== existing.channel_id) {
      const { channels } = await context.channels.listPublishableChannels({ accountId: caller.accountId });
      if (!channels.some(({ id }) => id === body.channelId)) throw videosErrors.channel_not_yours();
    }
    const { channelId, commentsAllowed, downloadsAllowed, publishAt, ...rest } = body;
    if (publishAt && Date.parse(publishAt) <= Date.now()) throw videosErrors.time_is_past();
    const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const change: VideoChange = {
      ...given,
      // What is public already waits for nothing.
      ...(rest.visibility === 'public' ? { publish_at: null } : {}),
      ...(publishAt === undefined ? {} : { publish_at: publishAt === null ? null : new Date(publishAt) }),
      ...(channelId ? { channel_id: channelId } : {}),
      ...(commentsAllowed === undefined ? {} : { comments_allowed: commentsAllowed }),
      ...(downloadsAllowed === undefined ? {} : { downloads_allowed: downloadsAllowed }),
    };
    const result =
      Object.keys(change).length > 0
        ? await context.videos.update(params.id, change)
        : { before: existing, after: existing };
    if (!result) throw videosErrors.not_found();
    const { before, after } = result;
    if (after.publish_at !== null) context.wakePublisher();
    if (after.access_version !== before.access_version) await withdrawNow(context, toAccessRule(after));
    return readDetail(context, after, caller);
  },
});
