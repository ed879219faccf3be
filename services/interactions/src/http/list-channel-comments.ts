import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { moderatedChannels } from './channel-rights.ts';
import { pageQuery } from './page-query.ts';
import { commentSchema, presentComment } from './present-comment.ts';

const filters = {
  /** Of one channel; else of all in which I moderate. */
  channel: z.string().max(40).optional(),
  video: z.string().max(40).optional(),
  state: z.enum(['shown', 'held', 'removed']).optional(),
  q: z.string().trim().min(1).max(100).optional(),
};
const position = z.object({ list: z.literal('channel-comments'), accountId: z.string(), id: z.string(), ...filters });

const moderatedSchema = commentSchema.extend({
  heldFor: z.enum(['word', 'link', 'everything']).nullable(),
  video: z.object({ id: z.string(), title: z.string() }).nullable(),
});

export const listChannelComments = defineRoute({
  method: 'GET',
  path: '/api/v1/me/channel-comments',
  operationId: 'listChannelComments',
  summary: 'What was said about videos of channels in which I moderate, the latest first.',
  policy: 'account',
  scopes: ['read'],
  query: z.object({ ...pageQuery, ...filters }),
  answers: { 200: z.object({ items: z.array(moderatedSchema), nextCursor: z.string().nullable() }) },
  errors: ['interactions.channel_not_found', 'kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const { channel, video, state, q } = after ?? query;
    const moderated = await moderatedChannels(context, caller);
    if (channel !== undefined && !moderated.includes(channel)) throw interactionsErrors.channel_not_found();
    const found = await context.comments.listForModerators({
      channelIds: channel === undefined ? moderated : [channel],
      states: state === undefined ? ['shown', 'held', 'removed'] : [state],
      videoId: video,
      text: q,
      limit: query.limit + 1,
      beforeId: after?.id,
    });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const ids = rows.map((row) => row.id);
    const [authorOf, reactions, videos] = await Promise.all([
      context.authors.of(rows),
      context.comments.reactionsOf(accountId, ids),
      context.visible.among(
        rows.map((row) => row.video_id),
        caller,
      ),
    ]);
    return {
      items: rows.map((comment) => {
        const of = videos.get(comment.video_id);
        return {
          ...presentComment({
            comment,
            author: authorOf(comment),
            byCreator: moderated.includes(comment.as_channel_id ?? ''),
            reaction: reactions.get(comment.id) ?? 0,
            mine: comment.author_account_id === accountId,
          }),
          heldFor: comment.held_for,
          video: of ? { id: of.id, title: of.title } : null,
        };
      }),
      nextCursor: last
        ? context.cursors.encode({ list: 'channel-comments', accountId, channel, video, state, q, id: last.id })
        : null,
    };
  },
});
