import type { IdentityContext } from '../context.ts';
import { effectiveRole } from '../domain/effective-role.ts';
import type { AccountRow } from '../store/accounts-store.ts';
import type { SessionRow } from '../store/sessions-store.ts';

/** An access token for this session as the account is now. */
export async function signFor(
  context: IdentityContext,
  { account, session }: { account: AccountRow; session: SessionRow },
): Promise<{ accessToken: string; expiresAt: string }> {
  const { token, expiresAt } = await context.signingKeys.sign({
    accountId: account.id,
    sessionId: session.id,
    role: effectiveRole(account, await context.instance.get()),
    epoch: Number(account.epoch),
    name: account.display_name,
    app: session.app_id === null ? undefined : { id: session.app_id, scopes: session.scopes ?? '' },
    historyPaused: account.history_paused,
  });
  return { accessToken: token, expiresAt: expiresAt.toISOString() };
}
