import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { hashVideoPassword } from '../domain/video-password.ts';
import type { Visibility } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { findOwnViewerList } from './find-own-viewer-list.ts';
import { presentDetail, videoDetailSchema } from './present-video.ts';
import {
  descriptionField,
  detailFields,
  passwordField,
  tagsField,
  titleField,
  visibilityField,
} from './video-fields.ts';

export const createVideo = defineRoute({
  method: 'POST',
  path: '/api/v1/videos',
  operationId: 'createVideo',
  summary: 'Make a draft and learn where to upload its file.',
  policy: 'creator',
  scopes: ['upload'],
  idempotent: true,
  body: z.strictObject({
    title: titleField,
    description: descriptionField.default(''),
    tags: tagsField.default([]),
    visibility: visibilityField.default('public'),
    /** With visibility `password`. */
    password: passwordField.optional(),
    /** With visibility `members`. */
    viewerListId: z.string().max(40).optional(),
    ...detailFields,
    channelId: z.string().optional(),
    /** Of a film that was published elsewhere before; not in the future. */
    publishedAt: z.iso.datetime().optional(),
    fileName: z.string().max(255).optional(),
    sizeBytes: z.number().int().positive().optional(),
  }),
  answers: { 201: videoDetailSchema.extend({ upload: z.object({ url: z.string() }) }) },
  errors: [
    'videos.channel_not_yours',
    'videos.date_in_future',
    'videos.list_missing',
    'videos.list_not_found',
    'videos.password_missing',
    'videos.password_unused',
    'uploads.too_large',
    'uploads.quota_exceeded',
    'uploads.storage_full',
  ],
  async handle(context: VideosContext, { body, caller, reply }) {
    const originalDate = body.publishedAt === undefined ? undefined : new Date(body.publishedAt);
    if (originalDate && originalDate.getTime() > Date.now()) throw videosErrors.date_in_future();
    const passwordHash = await hashFor(body);
    if (body.viewerListId !== undefined) await findOwnViewerList(context, body.viewerListId, caller);
    else if (body.visibility === 'members') throw videosErrors.list_missing();
    const { channels } = await context.channels.listPublishableChannels({ accountId: caller.accountId });
    const channel = body.channelId ? channels.find(({ id }) => id === body.channelId) : channels[0];
    if (!channel) throw videosErrors.channel_not_yours();
    const video = await context.videos.create({
      channelId: channel.id,
      // Whoever helps makes what belongs to the channel's owner; the room that it takes counts to who sends it.
      accountId: channel.ownerAccountId,
      title: body.title,
      description: body.description,
      tags: body.tags,
      visibility: body.visibility,
      passwordHash,
      viewerListId: body.viewerListId,
      category: body.category,
      language: body.language,
      licence: body.licence,
      commentsAllowed: body.commentsAllowed,
      downloadsAllowed: body.downloadsAllowed,
      mature: body.mature,
      originalDate,
    });
    let url = '/api/v1/uploads';
    if (body.sizeBytes !== undefined) {
      const { fileName = '', sizeBytes } = body;
      url = await openUpload(context, { video, accountId: caller.accountId, fileName, sizeBytes });
    }
    reply.code(201).header('location', `/api/v1/videos/${video.id}`);
    return { ...presentDetail({ video, channel, playback: undefined }, caller, null), upload: { url } };
  },
});

async function hashFor({ visibility, password }: { visibility: Visibility; password?: string | undefined }) {
  if (password !== undefined && visibility !== 'password') throw videosErrors.password_unused();
  if (password === undefined && visibility === 'password') throw videosErrors.password_missing();
  return password === undefined ? null : hashVideoPassword(password);
}

/** Where the file goes. A draft whose file is refused is taken back: nobody would know what it is for. */
async function openUpload(
  context: VideosContext,
  of: { video: VideoRow; accountId: string; fileName: string; sizeBytes: number },
): Promise<string> {
  const { video, accountId, fileName, sizeBytes } = of;
  try {
    const file = { videoId: video.id, accountId, fileName, sizeBytes: BigInt(sizeBytes) };
    return (await context.uploads.createUpload(file)).path;
  } catch (error) {
    await context.videos.markDeleted(video.id);
    throw error;
  }
}
