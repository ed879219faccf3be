import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { recoveryCodesAnswer } from './renew-recovery-codes.ts';
import { codeField } from './second-step.ts';

export const confirmTotp = defineRoute({
  method: 'POST',
  path: '/api/v1/me/totp/confirmation',
  operationId: 'confirmTotp',
  summary: 'Ask the app for codes from now on; answers ten recovery codes, which are shown this once.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ code: codeField }),
  answers: { 200: recoveryCodesAnswer },
  errors: ['identity.wrong_code', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { caller, body, reply }) {
    await limitPerHour(context, { what: 'confirm', by: caller.accountId, most: 30 });
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    const recoveryCodes = await context.secondSteps.confirm(
      account,
      body.code.replace(/\s/g, ''),
      await context.site(),
    );
    if (!recoveryCodes) throw identityErrors.wrong_code();
    reply.header('cache-control', 'no-store');
    return { recoveryCodes };
  },
});
