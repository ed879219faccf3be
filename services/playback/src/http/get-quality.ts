import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { medianStartMs, stallsPerHour } from '../domain/quality.ts';
import { playbackErrors } from '../errors.ts';
import type { QualityDay } from '../store/quality-store.ts';

const figures = z.object({
  /** How many watchings came to a first picture. */
  starts: z.number(),
  medianStartMs: z.number().nullable(),
  stalls: z.number(),
  stalledMs: z.number(),
  watchedMs: z.number(),
  stallsPerHour: z.number().nullable(),
});

export const getQuality = defineRoute({
  method: 'GET',
  path: '/api/v1/videos/:id/quality',
  operationId: 'getQuality',
  summary: 'How well a video of mine plays for those who watch it: how soon it begins, how often it stalls.',
  policy: 'account',
  scopes: ['read'],
  params: z.object({ id: z.string().max(40) }),
  query: z.object({ days: z.coerce.number().int().min(1).max(60).default(28) }),
  answers: { 200: z.object({ total: figures, days: z.array(figures.extend({ day: z.string() })) }) },
  errors: ['playback.no_such_video'],
  async handle(context: PlaybackContext, { params, query, caller }) {
    const video = await context.index.database.query
      .selectFrom('videos')
      .select(['owner_account_id', 'insiders', 'deleted'])
      .where('video_id', '=', params.id)
      .executeTakeFirst();
    const own = video?.owner_account_id === caller.accountId || video?.insiders.includes(caller.accountId);
    if (!video || video.deleted || !own) throw playbackErrors.no_such_video();
    const days = await context.quality.list(params.id, query.days);
    return { total: present(days), days: days.map((day) => ({ day: day.day, ...present([day]) })) };
  },
});

function present(days: readonly QualityDay[]): z.infer<typeof figures> {
  const sum = (key: 'stalls' | 'stalledMs' | 'watchedMs') => days.reduce((total, day) => total + day[key], 0);
  const starts = new Map<number, number>();
  for (const day of days)
    for (const [bucket, count] of day.starts) starts.set(bucket, (starts.get(bucket) ?? 0) + count);
  return {
    starts: [...starts.values()].reduce((total, count) => total + count, 0),
    medianStartMs: medianStartMs(starts),
    stalls: sum('stalls'),
    stalledMs: sum('stalledMs'),
    watchedMs: sum('watchedMs'),
    stallsPerHour: stallsPerHour(sum('stalls'), sum('watchedMs')),
  };
}
