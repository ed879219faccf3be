import { AppError, type Caller, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { needsToken } from '../domain/access-rule.ts';
import { anonymousViewer } from '../domain/view-counting.ts';
import { playbackErrors } from '../errors.ts';
import { authorizeMedia } from '../media/authorize-media.ts';

const ms = z
  .number()
  .min(0)
  .max(7 * 86_400_000);

export const recordBeacon = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/beacons',
  operationId: 'recordBeacon',
  summary: 'How far a viewer is; answered after it is durable.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  body: z.object({
    viewId: z.uuid(),
    positionMs: ms,
    watchedMs: ms,
    durationMs: ms,
    event: z.enum(['progress', 'ended', 'stall', 'start']).default('progress'),
    /** From the wish to play to the first picture. */
    startTimeMs: ms.optional(),
    /** Of this watching so far, as all others here. */
    stalls: z.number().int().min(0).max(1_000_000).optional(),
    stalledMs: ms.optional(),
    /** From where it plays, `/media/…`: who watches by a password has nothing else to show. */
    media: z.string().max(500).optional(),
  }),
  answers: { 204: null },
  errors: ['playback.not_found', 'playback.away'],
  async handle(context: PlaybackContext, { params, body, caller, raw, address }) {
    const video = await context.watched.find(params.id);
    if (!video) throw playbackErrors.not_found();
    const own =
      caller.kind === 'account' &&
      (caller.accountId === video.ownerAccountId || video.insiders.includes(caller.accountId));
    if (needsToken(video.visibility) && !own && !(await isWatching(context, params.id, body.media)))
      throw playbackErrors.not_found();
    const viewer = await viewerOf(context, { caller, address, userAgent: raw.headers['user-agent'] ?? '' });
    await context.beacons.add({
      viewId: body.viewId,
      videoId: params.id,
      viewer,
      watchedMs: body.watchedMs,
      positionMs: body.positionMs,
      // The viewer's own word for the length would make any glance a view.
      durationMs: video.durationMs,
      startMs: body.startTimeMs ?? null,
      stalls: body.stalls ?? 0,
      stalledMs: body.stalledMs ?? 0,
    });
  },
});

/** Whether this address plays this video, for whoever its token is. */
async function isWatching(context: PlaybackContext, videoId: string, media = ''): Promise<boolean> {
  const [, key = '', rest = ''] = /^\/media\/([^/]+)\/(.+)$/.exec(media) ?? [];
  try {
    return (await authorizeMedia(context, key, rest)).lease.videoId === videoId;
  } catch (error) {
    if (error instanceof AppError && (error.kind === 'not_found' || error.kind === 'gone')) return false;
    throw error;
  }
}

/** Counted once a day either way; whose history is paused is known by a hash that nobody can read tomorrow. */
async function viewerOf(
  context: PlaybackContext,
  { caller, address, userAgent }: { caller: Caller; address: string; userAgent: string },
): Promise<string> {
  if (caller.kind === 'visitor') return anonymousViewer(await context.views.todaysSalt(), address, userAgent);
  if (!caller.historyPaused) return caller.accountId;
  return anonymousViewer(await context.views.todaysSalt(), caller.accountId, 'paused');
}
