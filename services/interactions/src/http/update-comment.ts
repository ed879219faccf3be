import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { textField } from '../domain/comment-text.ts';
import { holdReason } from '../domain/hold-reason.ts';
import { interactionsErrors } from '../errors.ts';
import { WireChange } from '../store/change-comment.ts';
import { findComment } from './find-comment.ts';
import { idParams } from './page-query.ts';
import { commentSchema } from './present-comment.ts';
import { readMentions } from './read-mentions.ts';
import { seeComment } from './see-comments.ts';

export const updateComment = defineRoute({
  method: 'PATCH',
  path: '/api/v1/comments/:id',
  operationId: 'updateComment',
  summary: 'Write a comment of mine anew. What would have been held is held then.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: z.strictObject({ text: textField }),
  answers: { 200: commentSchema },
  errors: ['interactions.comment_not_found', 'interactions.not_yours', 'interactions.blocked'],
  async handle(context: InteractionsContext, { params, body, caller, raw }) {
    const { comment, video, moderates, mine } = await findComment(context, params.id, {
      caller,
      headers: raw.headers,
    });
    if (!mine) throw interactionsErrors.not_yours();
    const [settings, blocked, mentions] = await Promise.all([
      context.moderation.settings(video.channelId),
      moderates ? false : context.moderation.isBlocked(video.channelId, caller.accountId),
      readMentions(context, body.text),
    ]);
    if (blocked) throw interactionsErrors.blocked();
    const heldFor = moderates ? null : holdReason(body.text, settings);
    const row = await context.comments.change(comment.id, {
      by: caller.accountId,
      change: WireChange.EDITED,
      to(now) {
        if (now.state === 'deleted') throw interactionsErrors.comment_not_found();
        if (now.text === body.text) return undefined;
        return {
          text: body.text,
          mentions: JSON.stringify(mentions),
          edited_at: new Date(),
          ...(heldFor !== null && now.state === 'shown' ? { state: 'held', held_for: heldFor, pinned_at: null } : {}),
        };
      },
    });
    return seeComment(context, row, { video, caller });
  },
});
