import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { videosErrors } from '../errors.ts';
import { findOwnVideo } from './find-own-video.ts';
import { presentPlayback } from './present-video.ts';
import { trimSchema } from './trim-schema.ts';

export const getTrim = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/trim',
  operationId: 'getTrim',
  summary: 'Which parts of a video of mine are shown, in times of the film as it was uploaded.',
  policy: 'account',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: trimSchema },
  errors: ['videos.not_found', 'videos.still_processing'],
  async handle(context: VideosContext, { params, caller }) {
    const video = await findOwnVideo(context, params.id, caller);
    if (!video.complete) throw videosErrors.still_processing();
    const { durationMs, ranges, frameMs, wholeEdition } = await context.transcoding.getTrim({ videoId: video.id });
    const whole: [number, number] = [0, Number(durationMs)];
    const viewer = { accountId: caller.accountId, sessionId: caller.sessionId, accountEpoch: BigInt(caller.epoch) };
    const { playback } =
      ranges.length > 0
        ? await context.playback.getOwnerPlayback({ videoId: video.id, edition: wholeEdition, ...viewer })
        : {};
    // Its times would be those of another film than the one that is shown beside them.
    if (ranges.length > 0 && !playback) throw videosErrors.still_processing();
    return {
      durationMs: Number(durationMs),
      rangesMs:
        ranges.length > 0
          ? ranges.map(({ startMs, endMs }): [number, number] => [Number(startMs), Number(endMs)])
          : [whole],
      trimmed: ranges.length > 0,
      frameMs,
      wholePlayback: playback ? presentPlayback(playback) : null,
    };
  },
});
