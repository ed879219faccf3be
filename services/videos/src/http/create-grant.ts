import { defineRoute, newId } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { GRANT_LIFETIME_MS } from '../domain/video-grant.ts';
import { isVideoPassword } from '../domain/video-password.ts';
import { maySee, mayTry } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';

const WINDOW_MS = 5 * 60_000;
/** CONTRACTS.md: for each address and video. */
const MOST_WRONG = 10;

export const createGrant = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/grants',
  operationId: 'createGrant',
  summary:
    'Open a video with its password. The grant goes along in a header, Video-Grant, with what is asked about it.',
  policy: 'public',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({ password: z.string().min(1).max(200) }),
  answers: { 201: z.object({ grant: z.string(), expiresAt: z.string() }) },
  errors: ['videos.not_found', 'videos.no_password', 'videos.wrong_password', 'videos.too_many_attempts'],
  async handle(context: VideosContext, { params, body, caller, address, reply }) {
    const video = await context.videos.find(params.id);
    if (!video || !(mayTry(video) || maySee(video, caller))) throw videosErrors.not_found();
    const { id, password_hash: hash, password_version: passwordVersion } = video;
    if (!mayTry(video) || hash === null) throw videosErrors.no_password();
    await tryOnce(context, `videos:grants:${id}:${address}`, () => isVideoPassword(hash, body.password));
    const expiresAtMs = Date.now() + GRANT_LIFETIME_MS;
    const grant = context.grants.sign({ id: newId(), videoId: id, passwordVersion, expiresAtMs });
    reply.code(201).header('cache-control', 'no-store');
    return { grant, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});

/** Counted before it is looked at, so that many at once are not more than one after another; who is right is taken off again. */
async function tryOnce(context: VideosContext, key: string, isRight: () => Promise<boolean>): Promise<void> {
  const { value, remainingMs } = await context.cache.increment(key, { windowMs: WINDOW_MS });
  const takeOff = () => context.cache.increment(key, { by: -1, windowMs: WINDOW_MS });
  if (value > MOST_WRONG) {
    await takeOff();
    throw videosErrors.too_many_attempts({ retryAfterMs: remainingMs });
  }
  if (!(await isRight())) throw videosErrors.wrong_password();
  await takeOff();
}
