import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { outboxMailSchema, presentMail } from './mail-schemas.ts';

export const readMail = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/mails/:id/reading',
  operationId: 'readMail',
  summary: 'Read a mail that has not been sent, for who has to pass it on; that it was read is noted.',
  policy: 'admin',
  scopes: [],
  params: z.object({ id: z.string() }),
  answers: { 200: outboxMailSchema.extend({ text: z.string().nullable() }) },
  errors: ['identity.mail_not_found'],
  async handle(context: IdentityContext, { params, caller, address, reply }) {
    const row = await context.mails.read(params.id, actorOf({ caller, address }));
    if (!row) throw identityErrors.mail_not_found();
    reply.header('cache-control', 'no-store');
    return { ...presentMail(row), text: context.mails.open(row)?.text ?? null };
  },
});
