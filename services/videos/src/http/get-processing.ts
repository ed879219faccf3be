import { ProcessingState } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { UploadState } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRoute, withEtag } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { describePause } from '../domain/pause.ts';
import { videoState } from '../domain/video-state.ts';
import { mayEdit } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import type { VideoRow } from '../store/videos-store.ts';
import { nextEditionSchema, presentNext } from './next-edition.ts';
import { encodeProgress, type Progress, readProgress, uploadProgress } from './read-progress.ts';

const stepState = z.enum(['waiting', 'running', 'done', 'failed']);
const UPLOAD_STATES: Record<number, 'waiting' | 'uploading' | 'complete' | 'abandoned'> = {
  [UploadState.WAITING]: 'waiting',
  [UploadState.UPLOADING]: 'uploading',
  [UploadState.COMPLETE]: 'complete',
  [UploadState.ABANDONED]: 'abandoned',
};

const processingSchema = z.object({
  state: z.enum(['draft', 'uploading', 'processing', 'playable', 'ready', 'failed']),
  upload: z
    .object({
      state: z.enum(['waiting', 'uploading', 'complete', 'abandoned']),
      offsetBytes: z.number(),
      sizeBytes: z.number(),
      url: z.string().nullable(),
      /** The file itself is still there: it can be processed again. */
      sourceKept: z.boolean(),
    })
    .nullable(),
  stages: z.array(
    z.object({ name: z.enum(['upload', 'probe', 'encode', 'publish']), state: stepState, progress: z.number() }),
  ),
  source: z
    .object({
      container: z.string(),
      width: z.number(),
      height: z.number(),
      frameRate: z.number(),
      durationMs: z.number(),
      videoCodec: z.string(),
      audioCodec: z.string().nullable(),
    })
    .nullable(),
  renditions: z.array(
    z.object({
      name: z.string(),
      width: z.number(),
      height: z.number(),
      state: stepState,
      progress: z.number(),
      passthrough: z.boolean(),
      /** Why it is not offered: it is no better than a smaller one, or no smaller than the next larger one. */
      leftOutBecause: z.enum(['no_better', 'no_smaller']).nullable(),
    }),
  ),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Parts of the film of which pictures are missing, or that a still picture stands in for. */
  damages: z.array(z.object({ startMs: z.number(), endMs: z.number(), code: z.string(), message: z.string() })),
  etaMs: z.number().nullable(),
  /** What is being made to take the place of what plays. */
  next: nextEditionSchema.nullable(),
  /** Why nothing is done about it just now; it goes on by itself. */
  paused: z.object({ code: z.string(), message: z.string() }).nullable(),
});

export const getProcessing = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/processing',
  operationId: 'getProcessing',
  summary: 'How far upload and processing of a video of mine are; poll it each second with If-None-Match.',
  policy: 'account',
  scopes: ['read', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: processingSchema, 304: null },
  errors: ['videos.not_found'],
  async handle(context: VideosContext, { params, caller, raw, reply }) {
    const video = await context.videos.find(params.id);
    if (!video || !mayEdit(video, caller)) throw videosErrors.not_found();
    const progress = (await readProgress(context, [video.id])).get(video.id);
    if (!progress) throw videosErrors.not_found();
    return withEtag(present(video, progress), raw.headers['if-none-match'], reply);
  },
});

function present(video: VideoRow, progress: Progress): z.infer<typeof processingSchema> {
  const { processing, summary } = progress;
  const failed = video.failure_code !== null;
  // A file that is to replace another is told of with what is made of it.
  const upload = progress.upload?.replaces ? undefined : progress.upload;
  const uploaded = video.complete ? 1 : uploadProgress(upload);
  const encoded = encodeProgress(processing);
  const source = processing?.source;
  const totalMs = Number(source?.durationMs ?? 0n);
  const step = (progress: number, begun: boolean): z.infer<typeof stepState> =>
    progress >= 1 ? 'done' : failed && begun ? 'failed' : begun ? 'running' : 'waiting';
  return {
    state: videoState(video),
    upload: upload
      ? {
          state: UPLOAD_STATES[upload.state] ?? 'waiting',
          offsetBytes: Number(upload.offsetBytes),
          sizeBytes: Number(upload.sizeBytes),
          url: upload.path || null,
          sourceKept: upload.sourceKept,
        }
      : null,
    stages: [
      { name: 'upload', state: step(uploaded, progress.upload !== undefined), progress: uploaded },
      { name: 'probe', state: step(source ? 1 : 0, uploaded === 1), progress: source ? 1 : 0 },
      {
        name: 'encode',
        state: step(encoded, source !== undefined && processing?.state !== ProcessingState.PROBING),
        progress: encoded,
      },
      {
        name: 'publish',
        state: step(video.complete ? 1 : 0, video.playable),
        progress: video.complete ? 1 : video.playable ? Math.max(0.01, encoded) : 0,
      },
    ],
    source: source
      ? {
          container: source.container,
          width: source.width,
          height: source.height,
          frameRate: source.frameRate,
          durationMs: totalMs,
          videoCodec: source.videoCodec,
          audioCodec: source.audioCodec || null,
        }
      : null,
    renditions: (processing?.renditions ?? []).map((rendition) => {
      const progress = rendition.complete ? 1 : totalMs === 0 ? 0 : Math.min(1, Number(rendition.doneMs) / totalMs);
      return {
        name: rendition.name,
        width: rendition.width,
        height: rendition.height,
        state: step(progress, rendition.doneMs > 0n),
        progress,
        passthrough: rendition.passthrough,
        leftOutBecause: (rendition.leftOutBecause || null) as 'no_better' | 'no_smaller' | null,
      };
    }),
    damages: (processing?.damages ?? []).map(({ startMs, endMs, code, message }) => ({
      startMs: Number(startMs),
      endMs: Number(endMs),
      code,
      message,
    })),
    failure: video.failure_code ? { code: video.failure_code, message: video.failure_message ?? '' } : null,
    etaMs: summary.etaMs,
    next: presentNext(progress),
    paused: describePause(processing?.pausedBecause ?? ''),
  };
}
