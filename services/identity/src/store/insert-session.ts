import { newId } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import { hashToken } from '../domain/opaque-token.ts';
import { identityErrors } from '../errors.ts';
import type { AccountRow } from './accounts-store.ts';
import type { Device, SessionRow } from './sessions-store.ts';
import type { IdentityTables } from './tables.ts';

/**
 * Throws `identity.wrong_credentials` where the password has been changed since it was checked, and
 * `identity.suspended` or `identity.awaiting_approval`: this is the one door, whatever has proved who comes.
 */
export async function insertSession(
  transaction: Transaction<IdentityTables>,
  account: AccountRow,
  device: Device,
  options: {
    kind: 'browser' | 'device';
    tokenHash: Uint8Array | null;
    days: number;
    app?: { id: string; scopes: string };
  },
): Promise<SessionRow> {
  const unchanged = await transaction
    .selectFrom('accounts')
    .select(['id', 'state', 'state_reason'])
    .where('id', '=', account.id)
    .where('password_hash', '=', account.password_hash)
    .forShare()
    .executeTakeFirst();
  if (!unchanged) throw identityErrors.wrong_credentials();
  assertMayComeIn(unchanged);
  return transaction
    .insertInto('sessions')
    .values({
      id: newId(),
      account_id: account.id,
      kind: options.kind,
      token_hash: options.tokenHash,
      user_agent: device.userAgent.slice(0, 300),
      address: device.address,
      expires_at: sql<Date>`now() + ${options.days} * interval '1 day'`,
      app_id: options.app?.id ?? null,
      scopes: options.app?.scopes ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The first of a chain. */
export async function insertRefreshToken(
  transaction: Transaction<IdentityTables>,
  sessionId: string,
  refreshToken: string,
): Promise<void> {
  await transaction
    .insertInto('refresh_tokens')
    .values({ token_hash: hashToken(refreshToken), session_id: sessionId, replaced_at: null, successor_sealed: null })
    .execute();
}

/** Its owner is told: the password was right. */
function assertMayComeIn({ state, state_reason: reason }: Pick<AccountRow, 'state' | 'state_reason'>): void {
  if (state === 'active') return;
  if (state === 'waiting') throw identityErrors.awaiting_approval();
  throw identityErrors.suspended({ message: reason ? `Your account is suspended: ${reason}` : undefined });
}
