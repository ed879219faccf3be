import { EditionKind, ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadState } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videoState } from '../domain/video-state.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';

export const replaceFile = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/replacement',
  operationId: 'replaceFile',
  summary:
    'Replace the file of a video of mine; what plays goes on until the new file is processed. Asked again, it answers the upload that was begun.',
  policy: 'creator',
  scopes: ['manage'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({
    fileName: z.string().max(255).default(''),
    sizeBytes: z.number().int().positive(),
  }),
  answers: { 201: z.object({ upload: z.object({ url: z.string() }) }) },
  errors: [
    'videos.not_found',
    'videos.still_processing',
    'videos.replacement_running',
    'uploads.already_running',
    'uploads.too_large',
    'uploads.quota_exceeded',
    'uploads.storage_full',
  ],
  async handle(context: VideosContext, { params, body, caller, reply }) {
    const video = await findOwnVideo(context, params.id, caller);
    const state = videoState(video);
    if (state !== 'ready' && state !== 'failed' && state !== 'draft') throw videosErrors.still_processing();
    if (state === 'ready') await assertNoneProcessed(context, video.id);
    const upload = await context.uploads.createUpload({
      videoId: video.id,
      accountId: caller.accountId,
      fileName: body.fileName,
      sizeBytes: BigInt(body.sizeBytes),
      replaces: state === 'ready',
      again: state === 'failed',
    });
    reply.code(201);
    return { upload: { url: upload.path } };
  },
});

/** A file that is whole and being processed has to be cancelled first; one that still arrives is gone on with. */
async function assertNoneProcessed(context: VideosContext, videoId: string): Promise<void> {
  const [{ next }, { uploads }] = await Promise.all([
    context.transcoding.getProcessing({ videoIds: [videoId] }),
    context.uploads.getUploads({ videoIds: [videoId] }),
  ]);
  const isProcessed = next[0]?.kind === EditionKind.REPLACEMENT && next[0].state !== ProcessingState.FAILED;
  if (isProcessed && uploads[0]?.state === UploadState.COMPLETE) throw videosErrors.replacement_running();
}
