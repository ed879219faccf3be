import { defineRoute, kernelErrors, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { hashPassword, isAcceptablePassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import { endedAnswer } from './account-fields.ts';
import { tryPassword } from './log-in.ts';

export const changePassword = defineRoute({
  method: 'POST',
  path: '/api/v1/me/password',
  operationId: 'changePassword',
  summary: 'Change my password; all my other sessions end.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ currentPassword: z.string().max(200), newPassword: z.string() }),
  answers: { 200: endedAnswer },
  errors: ['identity.wrong_password', 'identity.weak_password', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { caller, body, address }) {
    const { accountId, sessionId } = caller;
    const account = await context.accounts.find(accountId);
    if (!account) throw kernelErrors.unauthenticated();
    const checked = await tryPassword(context, { email: account.email, password: body.currentPassword, address });
    if (!checked) throw identityErrors.wrong_password();
    if (!isAcceptablePassword(body.newPassword)) throw identityErrors.weak_password();
    const ended = await context.sessions.changePassword({
      accountId,
      sessionId,
      from: checked.password_hash,
      to: await hashPassword(body.newPassword),
      site: await context.site(),
    });
    if (ended === undefined) throw identityErrors.wrong_password();
    await context.pubSub.publish(REVOCATIONS_CHANNEL, accountId);
    return { ended };
  },
});
