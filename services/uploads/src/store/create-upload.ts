import { UploadStartedSchema } from '@kinora/contracts/kinora/uploads/v1/events_pb.ts';
import { newId, type Outbox } from '@kinora/kernel';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { QuotaStore } from './quota-store.ts';
import { type Room, reserveRoomIn } from './room-promises.ts';
import type { NewUpload, UploadsTables } from './tables.ts';
import { aggregateOf, type UploadRow } from './uploads-store.ts';

/**
 * The open upload of the same video and size is answered again: creating is idempotent. Creations of one account follow
 * each other, so that no two of them take the same room. Throws `quota_exceeded`, `storage_full`.
 */
export async function createUploadIn(
  transaction: Transaction<UploadsTables>,
  { outbox, quotas, expiresAt }: { outbox: Outbox; quotas: QuotaStore; expiresAt: RawBuilder<Date> },
  { room, ...input }: NewUpload & { room: Room },
): Promise<UploadRow | 'running'> {
  await sql`select pg_advisory_xact_lock(hashtextextended('uploads.video.' || ${input.videoId}, 0))`.execute(
    transaction,
  );
  const open = await transaction
    .selectFrom('uploads')
    .selectAll()
    .where('video_id', '=', input.videoId)
    .where('state', '!=', 'abandoned')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const mayFollow = open?.state === 'complete' && (input.replaces || input.again);
  if (open && !mayFollow) return open.size_bytes === input.sizeBytes && open.state !== 'complete' ? open : 'running';
  await quotas.reserveIn(transaction, input);
  // The last of the locks: everybody's creations wait for it.
  await reserveRoomIn(transaction, { room, sizeBytes: input.sizeBytes });
  const created = await transaction
    .insertInto('uploads')
    .values({
      id: newId(),
      video_id: input.videoId,
      account_id: input.accountId,
      file_name: input.fileName,
      size_bytes: input.sizeBytes,
      replaces: input.replaces,
      sha256: null,
      blob_key: null,
      owner_holder: null,
      owner_url: null,
      index_offset_bytes: null,
      index_size_bytes: null,
      index_sha256: null,
      abandoned_because: null,
      refusal: null,
      over_at: null,
      cleaned_at: null,
      processed_at: null,
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await outbox.emit(
    transaction,
    UploadStartedSchema,
    {
      videoId: created.video_id,
      uploadId: created.id,
      fileName: created.file_name,
      sizeBytes: BigInt(created.size_bytes),
      replaces: created.replaces,
    },
    aggregateOf(created),
  );
  return created;
}
