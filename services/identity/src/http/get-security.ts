import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';

export const getSecurity = defineRoute({
  method: 'GET',
  path: '/api/v1/me/security',
  operationId: 'getSecurity',
  summary:
    'How I log in: whether an authenticator app is asked for codes, and how many recovery codes and passkeys there are.',
  policy: 'account',
  scopes: [],
  answers: {
    200: z.object({ totpSince: z.string().nullable(), recoveryCodesLeft: z.int().min(0), passkeys: z.int().min(0) }),
  },
  async handle(context: IdentityContext, { caller }) {
    const [{ totpSince, recoveryCodesLeft }, passkeys] = await Promise.all([
      context.secondSteps.find(caller.accountId),
      context.passkeys.list(caller.accountId),
    ]);
    return { totpSince: totpSince?.toISOString() ?? null, recoveryCodesLeft, passkeys: passkeys.length };
  },
});
