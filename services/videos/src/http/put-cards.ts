import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { VideosContext } from '../context.ts';
import { MOST_CARDS, MOST_END_VIDEOS, targetsOf, wholeCards } from '../domain/cards.ts';
import { mayEdit, maySee } from '../domain/visibility.ts';
import { videosErrors } from '../errors.ts';
import { cardsSchema, presentCards } from './present-cards.ts';

const idField = z.string().max(40);

export const putCards = defineRoute({
  method: 'PUT',
  path: '/api/v1/videos/:id/cards',
  operationId: 'putCards',
  summary: 'Say what a video of mine points out while it plays, and at its end; nothing: without cards and end screen.',
  policy: 'account',
  scopes: ['manage'],
  params: z.object({ id: idField }),
  body: z.strictObject({
    cards: z
      .array(
        z.strictObject({
          startMs: z.number().int().min(0).max(359_999_999),
          /** Null: the channel of the video. */
          videoId: idField.nullable(),
        }),
      )
      .max(MOST_CARDS, 'A video may have at most five cards.')
      .refine(
        (cards) => new Set(cards.map(({ startMs }) => startMs)).size === cards.length,
        'Two cards cannot begin at the same time.',
      ),
    endScreen: z
      .strictObject({
        videoIds: z.array(idField).max(MOST_END_VIDEOS, 'At most two videos are chosen for the end.'),
        /** Also the newest one of the channel. */
        newest: z.boolean(),
        /** Also the channel itself. */
        channel: z.boolean(),
      })
      .nullable(),
  }),
  answers: { 200: cardsSchema },
  errors: ['videos.not_found', 'videos.card_leads_nowhere'],
  async handle(context: VideosContext, { params, body, caller }) {
    const existing = await context.videos.find(params.id);
    if (!existing || !mayEdit(existing, caller)) throw videosErrors.not_found();
    const durationMs = existing.duration_ms === null ? Number.POSITIVE_INFINITY : Number(existing.duration_ms);
    const late = body.cards.findIndex(({ startMs }) => startMs >= durationMs);
    if (late >= 0) {
      const message = 'The card begins after the end of the video.';
      throw kernelErrors.validation_failed({ fields: [{ path: `cards.${late}.startMs`, message }] });
    }
    const { endScreen } = body;
    const ids = targetsOf(body.cards, endScreen);
    const targets = await context.videos.findMany(ids);
    const leads = targets.filter((target) => target.id !== existing.id && maySee(target, caller));
    if (leads.length < ids.length) throw videosErrors.card_leads_nowhere();
    const cards = body.cards.toSorted((a, b) => a.startMs - b.startMs);
    const isEmpty = !endScreen || (endScreen.videoIds.length === 0 && !endScreen.newest && !endScreen.channel);
    const result = await context.videos.update(params.id, (video) => ({
      cards: JSON.stringify(wholeCards(cards, video.kept, video.cards ?? [])),
      end_screen: isEmpty ? null : JSON.stringify({ ...endScreen, videoIds: [...new Set(endScreen.videoIds)] }),
    }));
    if (!result) throw videosErrors.not_found();
    return presentCards(context, result.after, caller);
  },
});
