import type { Readable } from 'node:stream';
import type { UploadsContext } from './context.ts';
import { FULL_MS } from './domain/room.ts';
import type { Checksum } from './domain/tus.ts';
import { uploadsErrors } from './errors.ts';
import { type Received, receive } from './staging/receive.ts';
import { freeBytes } from './staging/room.ts';
import type { UploadRow } from './store/uploads-store.ts';

/** Writes a body at the offset of an upload that this process owns. Throws `storage_full`, `owner_changing`. */
export async function writeUpload(
  context: UploadsContext,
  upload: UploadRow,
  { body, checksum, signal }: { body: Readable; checksum: Checksum | undefined; signal: AbortSignal },
): Promise<Received | 'checksum_mismatch'> {
  if (upload.offset_bytes === upload.size_bytes) return { upload, interrupted: false };
  // What was promised room when it began may go on into half of the reserve; the rest is the database's.
  const hasRoom = async () => (await freeBytes(context)) >= context.reserveBytes / 2;
  if (!(await hasRoom())) throw uploadsErrors.storage_full({ retryAfterMs: FULL_MS });
  const extents = await context.uploads.extents(upload.id);
  const extent = extents.find(({ token }) => token === upload.owner_token);
  if (!extent) throw uploadsErrors.owner_changing({ retryAfterMs: 1000 });
  await using writer = await context.staging.openExtent(upload.id, extent);
  // Awaited here: the file is closed when this block is left.
  return await receive({
    store: context.uploads,
    writer,
    upload,
    body,
    checksum,
    signal,
    hasRoom,
    onAcknowledged: () => context.arrivals.tell(upload.id),
  });
}
