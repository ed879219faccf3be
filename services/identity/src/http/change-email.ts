import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { emailField } from './account-fields.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { tryPassword } from './log-in.ts';

export const changeEmail = defineRoute({
  method: 'POST',
  path: '/api/v1/me/email',
  operationId: 'changeEmail',
  summary: 'Have a link sent to another address of mine; it is my address once that link is opened.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ email: emailField, currentPassword: z.string().max(200) }),
  answers: { 202: null },
  errors: ['identity.wrong_password', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, caller, address, reply }) {
    await limitPerHour(context, { what: 'change', by: caller.accountId, most: 20 });
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    const checked = await tryPassword(context, { email: account.email, password: body.currentPassword, address });
    if (!checked) throw identityErrors.wrong_password();
    await context.links.requestChange(checked, body.email, await context.site());
    reply.code(202);
  },
});
