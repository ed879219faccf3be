import { AccountUpdatedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import type { Transaction } from 'kysely';
import type { AccountRow } from './accounts-store.ts';
import type { IdentityTables } from './tables.ts';

/** In the transaction of the change, of the row as it is after it. */
export function tellUpdated(transaction: Transaction<IdentityTables>, outbox: Outbox, row: AccountRow): Promise<void> {
  return outbox.emit(
    transaction,
    AccountUpdatedSchema,
    {
      accountId: row.id,
      displayName: row.display_name,
      role: row.role,
      // What a suspended account published is hidden until it is restored.
      hidden: row.leaves_at !== null || row.state === 'suspended',
    },
    { type: 'account', id: row.id, version: Number(row.version) },
  );
}
