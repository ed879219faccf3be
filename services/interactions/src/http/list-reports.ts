import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { REPORT_REASONS, REPORT_STATES } from '../domain/report.ts';
import { pageQuery } from './page-query.ts';

const position = z.object({ list: z.literal('reports'), state: z.enum(REPORT_STATES), id: z.string() });

const person = z.object({ handle: z.string(), name: z.string() }).nullable();
const reportSchema = z.object({
  id: z.string(),
  reason: z.enum(REPORT_REASONS),
  note: z.string(),
  state: z.enum(REPORT_STATES),
  createdAt: z.string(),
  /** Null for those who are gone. */
  reporter: person,
  /** How many open reports there are of the same thing. */
  open: z.number(),
  handledAt: z.string().nullable(),
  handledBy: person,
  /** What it is about, or belongs to; null where it is gone, or not for whoever asks. */
  video: z.object({ id: z.string(), title: z.string() }).nullable(),
  videoId: z.string(),
  /** Null where the video itself is meant, or the comment is gone for good. */
  comment: z.object({ id: z.string(), text: z.string(), state: z.string(), author: person }).nullable(),
  commentId: z.string().nullable(),
});

export const listReports = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/reports',
  operationId: 'listReports',
  summary: 'What people asked to be looked at, the latest first.',
  policy: 'moderator',
  scopes: ['admin'],
  query: z.object({ ...pageQuery, state: z.enum(REPORT_STATES).default('open') }),
  answers: { 200: z.object({ items: z.array(reportSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: InteractionsContext, { query, caller }) {
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && !after) throw kernelErrors.cursor_invalid();
    const { state } = after ?? query;
    const found = await context.reports.list({ state, limit: query.limit + 1, beforeId: after?.id });
    const rows = found.slice(0, query.limit);
    const last = found.length > query.limit ? rows.at(-1) : undefined;
    const comments = await context.comments.findMany(rows.flatMap((row) => row.comment_id ?? []));
    const [open, videos, authorOf] = await Promise.all([
      context.reports.countOpen(rows),
      context.visible.among(
        rows.map((row) => row.video_id),
        caller,
      ),
      context.authors.of([
        ...comments,
        ...rows.flatMap((row) => [row.reporter_account_id, row.handled_by ?? []].flat()).map(speaker),
      ]),
    ]);
    const named = (accountId: string | null) => {
      const channel = accountId === null ? undefined : authorOf(speaker(accountId));
      return channel ? { handle: channel.handle, name: channel.name } : null;
    };
    const byId = new Map(comments.map((comment) => [comment.id, comment]));
    return {
      items: rows.map((row) => {
        const video = videos.get(row.video_id);
        const comment = row.comment_id === null ? undefined : byId.get(row.comment_id);
        const author = comment && authorOf(comment);
        return {
          id: row.id,
          reason: row.reason,
          note: row.note,
          state: row.state,
          createdAt: row.created_at.toISOString(),
          reporter: named(row.reporter_account_id),
          open: open.get(row.id) ?? 0,
          handledAt: row.handled_at?.toISOString() ?? null,
          handledBy: named(row.handled_by),
          video: video ? { id: video.id, title: video.title } : null,
          videoId: row.video_id,
          comment: comment
            ? {
                id: comment.id,
                text: comment.text,
                state: comment.state,
                author: author ? { handle: author.handle, name: author.name } : null,
              }
            : null,
          commentId: row.comment_id,
        };
      }),
      nextCursor: last ? context.cursors.encode({ list: 'reports', state, id: last.id }) : null,
    };
  },
});

const speaker = (accountId: string) => ({ author_account_id: accountId, as_channel_id: null });
