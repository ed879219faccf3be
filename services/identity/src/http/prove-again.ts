import { type AccountCaller, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import { tryPassword } from './log-in.ts';
import { checkCode, codeField } from './second-step.ts';

/** A session alone may be somebody else's at an open screen: either of these with it. */
export const proofBody = z.union(
  [z.strictObject({ password: z.string().max(200) }), z.strictObject({ code: codeField })],
  'Send either `password` or `code`.',
);

export const PROOF_ERRORS = ['identity.wrong_password', 'identity.wrong_code', 'identity.too_many_attempts'] as const;

/** The caller's account. Throws one of `PROOF_ERRORS`. */
export async function proveAgain(
  context: IdentityContext,
  {
    caller,
    address,
    body,
  }: { caller: Pick<AccountCaller, 'accountId'>; address: string; body: z.infer<typeof proofBody> },
): Promise<AccountRow> {
  const account = await context.accounts.find(caller.accountId);
  if (!account) throw kernelErrors.unauthenticated();
  if ('code' in body) await checkCode(context, { accountId: account.id, code: body.code, address });
  else if (!(await tryPassword(context, { email: account.email, password: body.password, address })))
    throw identityErrors.wrong_password();
  return account;
}
