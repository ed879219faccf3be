import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { InteractionsContext } from '../context.ts';
import { interactionsErrors } from '../errors.ts';
import { WireChange } from '../store/change-comment.ts';
import { idParams } from './page-query.ts';

export const decideReport = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/reports/:id/decision',
  operationId: 'decideReport',
  summary:
    'Decide a report, and with it all others of the same thing. One of a comment that is upheld takes the comment away.',
  policy: 'moderator',
  scopes: ['admin'],
  params: idParams,
  body: z.strictObject({ upheld: z.boolean() }),
  answers: { 204: null },
  errors: ['interactions.report_not_found'],
  async handle(context: InteractionsContext, { params, body, caller, address }) {
    const report = await context.reports.find(params.id);
    if (report?.state !== 'open') throw interactionsErrors.report_not_found();
    const comment = report.comment_id === null ? undefined : await context.comments.find(report.comment_id);
    if (body.upheld && comment && comment.state !== 'deleted') {
      // Before the report is decided: whoever tries again after a failure finds it open.
      await context.comments.change(comment.id, {
        by: caller.accountId,
        change: WireChange.REMOVED,
        to: ({ state }) => (state === 'shown' || state === 'held' ? { state: 'removed', pinned_at: null } : undefined),
      });
    }
    const record = actsOf(context.outbox, { caller, address });
    await context.reports.decide(params.id, { by: caller.accountId, upheld: body.upheld }, (transaction, reports) =>
      record(transaction, {
        act: 'report.handled',
        subject: { id: report.comment_id ?? report.video_id, name: '' },
        after: {
          upheld: body.upheld,
          about: report.comment_id === null ? 'video' : 'comment',
          reports: reports.length,
        },
      }),
    );
  },
});
