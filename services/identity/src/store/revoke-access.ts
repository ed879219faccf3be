import { AccessRevokedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import type { IdentityTables } from './tables.ts';

/** For every session of an account whose tokens are of an epoch before its present one. */
export const ALL_SESSIONS = '';

/** Has the tokens of sessions refused everywhere. */
export async function revokeAccess(
  transaction: Transaction<IdentityTables>,
  outbox: Outbox,
  { accountId, sessionIds, reason }: { accountId: string; sessionIds: readonly string[]; reason: string },
): Promise<void> {
  if (sessionIds.length === 0) return;
  // Versions are read as "everything after N": they must become visible in their order.
  await sql`select pg_advisory_xact_lock(hashtextextended('identity.revocations', 0))`.execute(transaction);
  for (const sessionId of sessionIds) {
    const { epoch, version } = await transaction
      .updateTable('accounts')
      .set({ version: sql<number>`version + 1` })
      .where('id', '=', accountId)
      .returning(['epoch', 'version'])
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('revocations')
      .values({ account_id: accountId, session_id: sessionId, epoch, reason })
      .execute();
    await outbox.emit(
      transaction,
      AccessRevokedSchema,
      { accountId, sessionId, epoch: BigInt(epoch), reason },
      { type: 'account', id: accountId, version: Number(version) },
    );
  }
}
