import { type AccountCaller, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import type { ProofPurpose } from '../domain/proof-purpose.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import { tryPassword } from './log-in.ts';
import { shownCredential } from './passkey-schemas.ts';
import { checkCode, codeField } from './second-step.ts';
import { proveByPasskey } from './verify-passkey.ts';

/** A session alone may be somebody else's at an open screen: one of these with it. */
export const proofBody = z.union(
  [
    z.strictObject({ password: z.string().max(200) }),
    z.strictObject({ code: codeField }),
    z.strictObject({ passkey: shownCredential }),
  ],
  'Send one of `password`, `code` and `passkey`.',
);

export const PROOF_ERRORS = [
  'identity.wrong_password',
  'identity.wrong_code',
  'identity.passkey_invalid',
  'identity.too_many_attempts',
] as const;

/** The caller's account. Throws one of `PROOF_ERRORS`. */
export async function proveAgain(
  context: IdentityContext,
  {
    caller,
    address,
    body,
    purpose,
  }: {
    caller: Pick<AccountCaller, 'accountId' | 'sessionId'>;
    address: string;
    body: z.infer<typeof proofBody>;
    purpose: ProofPurpose;
  },
): Promise<AccountRow> {
  const account = await context.accounts.find(caller.accountId);
  if (!account) throw kernelErrors.unauthenticated();
  if ('passkey' in body) {
    const proving = { accountId: account.id, sessionId: caller.sessionId, purpose };
    await proveByPasskey(context, { credential: body.passkey, proving });
  } else if ('code' in body) await checkCode(context, { accountId: account.id, code: body.code, address });
  else if (!(await tryPassword(context, { email: account.email, password: body.password, address })))
    throw identityErrors.wrong_password();
  return account;
}
