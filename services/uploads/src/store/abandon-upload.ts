import { UploadAbandonedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import type { Outbox } from '@kinora/kernel';
import { sql, type Transaction } from 'kysely';
import type { UploadsTables } from './tables.ts';
import { aggregateOf } from './uploads-store.ts';

/** How many are given up in one turn. */
export const EXPIRED_AT_ONCE = 500;

/** False when it was over already. */
export async function abandonUploadIn(
  transaction: Transaction<UploadsTables>,
  { outbox }: { outbox: Outbox },
  { id, reason, refusal }: { id: string; reason: string; refusal: string | null },
): Promise<boolean> {
  const row = await transaction
    .updateTable('uploads')
    .set({
      state: 'abandoned',
      abandoned_because: reason,
      refusal,
      over_at: sql<Date>`now()`,
      version: sql<number>`version + 1`,
      owner_token: sql<number>`owner_token + 1`,
    })
    .where('id', '=', id)
    .where('state', 'not in', ['abandoned', 'complete'])
    .returningAll()
    .executeTakeFirst();
  if (!row) return false;
  await outbox.emit(
    transaction,
    UploadAbandonedSchema,
    { videoId: row.video_id, uploadId: row.id, reason, replaces: row.replaces },
    aggregateOf(row),
  );
  return true;
}

/** Gives up those that have not moved for long, some at a time. Answers their ids. */
export async function abandonExpiredIn(
  transaction: Transaction<UploadsTables>,
  parts: { outbox: Outbox },
): Promise<string[]> {
  const expired = await transaction
    .selectFrom('uploads')
    .select('id')
    .where('state', 'in', ['waiting', 'uploading'])
    .where('expires_at', '<', sql<Date>`now()`)
    .orderBy('expires_at')
    .limit(EXPIRED_AT_ONCE)
    // Who is being written to just now has moved.
    .forUpdate()
    .skipLocked()
    .execute();
  for (const { id } of expired) await abandonUploadIn(transaction, parts, { id, reason: 'expired', refusal: null });
  return expired.map(({ id }) => id);
}
