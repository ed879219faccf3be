import type { Database } from '@kinora/ports';
import type { Transaction } from 'kysely';
import type { Extent } from '../domain/extents.ts';
import { OwnershipLost } from './ownership.ts';
import type { UploadsTables } from './tables.ts';

export async function listExtents(query: Database<UploadsTables>['query'], uploadId: string): Promise<Extent[]> {
  const rows = await query
    .selectFrom('upload_extents')
    .select(['token', 'start_bytes', 'file_start_bytes'])
    .where('upload_id', '=', uploadId)
    .orderBy('token')
    .execute();
  return rows.map(({ token, start_bytes: startBytes, file_start_bytes: fileStartBytes }) => ({
    token,
    startBytes,
    fileStartBytes: fileStartBytes ?? startBytes,
  }));
}

/**
 * What the owner's own extent holds begins earlier from now on; older ones of which nothing is left are forgotten. The row
 * of the upload is locked: whoever takes it over finds this done, or nobody does it any more. Throws `OwnershipLost`.
 */
export async function widenExtentIn(
  transaction: Transaction<UploadsTables>,
  owner: { id: string; token: number; holder: string },
  startBytes: number,
): Promise<void> {
  const owned = await transaction
    .selectFrom('uploads')
    .select('id')
    .where('id', '=', owner.id)
    .where('owner_token', '=', owner.token)
    .where('owner_holder', '=', owner.holder)
    .where('state', '=', 'finishing')
    .forUpdate()
    .executeTakeFirst();
  if (!owned) throw new OwnershipLost();
  await transaction
    .updateTable('upload_extents')
    .set({ start_bytes: startBytes })
    .where('upload_id', '=', owner.id)
    .where('token', '=', owner.token)
    .where('start_bytes', '>', startBytes)
    .execute();
  await transaction
    .deleteFrom('upload_extents')
    .where('upload_id', '=', owner.id)
    .where('token', '<', owner.token)
    .where('start_bytes', '>=', startBytes)
    .execute();
}
