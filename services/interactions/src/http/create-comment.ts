import type { VisibleVideo } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { type AccountCaller, defineRoute, newId } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { textField } from '../domain/comment-text.ts';
import { holdReason } from '../domain/hold-reason.ts';
import { interactionsErrors } from '../errors.ts';
import type { CommentRow } from '../store/comments-store.ts';
import { isCreator, mayModerate } from '../visible-videos.ts';
import { idParams } from './page-query.ts';
import { commentSchema, presentComment } from './present-comment.ts';
import { readMentions } from './read-mentions.ts';

const WINDOW_MS = 60_000;

export const createComment = defineRoute({
  method: 'POST',
  path: '/api/v1/videos/:id/comments',
  operationId: 'createComment',
  summary: 'Comment on a video, or answer a comment. It may be held until somebody lets it through: its state says so.',
  policy: 'account',
  scopes: ['manage'],
  params: idParams,
  body: z.strictObject({ text: textField, parentId: z.string().max(40).nullable().default(null) }),
  answers: { 201: commentSchema },
  errors: [
    'interactions.video_not_found',
    'interactions.comment_not_found',
    'interactions.comments_off',
    'interactions.blocked',
    'interactions.too_soon',
    'interactions.too_many',
  ],
  idempotent: true,
  async handle(context: InteractionsContext, { params, body, caller, raw, reply }) {
    const video = await context.visible.find(params.id, { caller, headers: raw.headers });
    const comment = await write(context, { video, caller, ...body });
    reply.code(201);
    // Nobody thinks anything of it yet.
    const authorOf = await context.authors.of([comment]);
    const byCreator = isCreator(video, caller.accountId);
    return presentComment({ comment, author: authorOf(comment), byCreator, reaction: 0, mine: true });
  },
});

async function write(
  context: InteractionsContext,
  of: { video: VisibleVideo; caller: AccountCaller; text: string; parentId: string | null },
): Promise<CommentRow> {
  const { video, caller, text, parentId } = of;
  const { channelId, ownerAccountId } = video;
  const moderates = mayModerate(video, caller);
  if (!video.commentsAllowed && !moderates) throw interactionsErrors.comments_off();
  await slowDown(context, caller);
  const [settings, mentions] = await Promise.all([context.moderation.settings(channelId), readMentions(context, text)]);
  const written = await context.commentWrites.add({
    id: newId(),
    videoId: video.id,
    channelId,
    ownerAccountId,
    accountId: caller.accountId,
    // Whoever has several channels speaks as the one whose video it is.
    asChannelId: ownerAccountId === caller.accountId ? channelId : null,
    parentId,
    text,
    mentions,
    heldFor: moderates ? null : holdReason(text, settings),
    slowModeMs: moderates ? 0 : settings.slowModeSeconds * 1000,
    moderates,
  });
  if ('comment' in written) return written.comment;
  if (written.refused === 'too_soon') throw interactionsErrors.too_soon({ retryAfterMs: written.retryAfterMs });
  if (written.refused === 'blocked') throw interactionsErrors.blocked();
  throw written.refused === 'parent_gone'
    ? interactionsErrors.comment_not_found()
    : interactionsErrors.video_not_found();
}

async function slowDown(context: InteractionsContext, { accountId }: AccountCaller): Promise<void> {
  const key = `interactions:comments:${accountId}`;
  const { value, remainingMs } = await context.cache.increment(key, { windowMs: WINDOW_MS });
  if (value > context.config.COMMENTS_PER_MINUTE) throw interactionsErrors.too_many({ retryAfterMs: remainingMs });
}
