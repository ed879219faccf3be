import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import type { ChallengeRow } from '../store/challenges-store.ts';

const WINDOW_MS = 5 * 60_000;
const PER_ACCOUNT_AND_ADDRESS = 15;
const HOUR_MS = 3_600_000;
/** From all addresses: with three codes right at any moment one guess in 6,600 hours is right. */
const PER_ACCOUNT_AND_HOUR = 50;

export const codeField = z.string().trim().min(1).max(40);

/** The password was right; what is missing goes to the operation of the same name with `/second-step`. */
export const secondStepAnswer = z.object({
  secondStep: z.object({ challenge: z.string(), expiresAt: z.string() }),
});

export const secondStepBody = z.strictObject({ challenge: z.string().max(100), code: codeField });

/** What has to follow the password of this account; undefined where nothing has to. */
export async function askSecondStep(
  context: IdentityContext,
  account: AccountRow,
  purpose: ChallengeRow['purpose'],
): Promise<z.infer<typeof secondStepAnswer> | undefined> {
  if ((await context.secondSteps.find(account.id)).totpSince === null) return undefined;
  const { token, expiresAt } = await context.challenges.open(account, purpose);
  return { secondStep: { challenge: token, expiresAt: expiresAt.toISOString() } };
}

/**
 * The account whose challenge a code meets, as its password was then. Throws `challenge_over`, `wrong_code` or
 * `too_many_attempts`.
 */
export async function finishSecondStep(
  context: IdentityContext,
  {
    challenge,
    code,
    purpose,
    address,
  }: z.infer<typeof secondStepBody> & { purpose: ChallengeRow['purpose']; address: string },
): Promise<AccountRow> {
  const open = await context.challenges.attempt(challenge, purpose);
  if (!open) throw identityErrors.challenge_over();
  await checkCode(context, { accountId: open.account_id, code, address });
  const account = await context.accounts.find(open.account_id);
  if (!account || !(await context.challenges.close(challenge))) throw identityErrors.challenge_over();
  return { ...account, password_hash: open.password_hash };
}

/** Tries are counted before they are made, so that many at once are not more. */
export async function checkCode(
  context: IdentityContext,
  { accountId, code, address }: { accountId: string; code: string; address: string },
): Promise<void> {
  const limits = [
    { key: `identity:code:${accountId}:${address}`, most: PER_ACCOUNT_AND_ADDRESS, windowMs: WINDOW_MS },
    { key: `identity:code:${accountId}`, most: PER_ACCOUNT_AND_HOUR, windowMs: HOUR_MS },
  ];
  for (const { key, most, windowMs } of limits) {
    const { value, remainingMs } = await context.cache.increment(key, { windowMs });
    if (value > most) throw identityErrors.too_many_attempts({ retryAfterMs: remainingMs });
  }
  if (!(await context.secondSteps.spend(accountId, code))) throw identityErrors.wrong_code();
}
