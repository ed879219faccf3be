import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { outboxMailSchema, presentMail } from './mail-schemas.ts';

export const retryMail = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/mails/:id/retry',
  operationId: 'retryMail',
  summary: 'Try a mail again now, also one that was given up.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ id: z.string() }),
  answers: { 200: outboxMailSchema },
  errors: ['identity.mail_not_found'],
  async handle(context: IdentityContext, { params, caller, address }) {
    const row = await context.mails.retry(params.id, actorOf({ caller, address }));
    if (!row) throw identityErrors.mail_not_found();
    return presentMail(row);
  },
});
