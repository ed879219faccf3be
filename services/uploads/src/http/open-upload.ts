import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { FULL_MS } from '../staging/receive.ts';
import { freeBytes } from '../staging/room.ts';
import { assertFits } from '../store/quota-store.ts';
import type { NewUpload } from '../store/tables.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/**
 * Says what cannot work before the first byte is sent: too large, no room, more than the account may keep. Throws
 * `too_large`, `storage_full`, `quota_exceeded`; of creations at once no two get the room that is left for one.
 */
export async function openUpload(context: UploadsContext, input: NewUpload): Promise<UploadRow> {
  await assertRoom(context, input.sizeBytes);
  const upload = await context.uploads.create(input);
  if (upload === 'running') throw uploadsErrors.already_running();
  return upload;
}

/** The same, before a video is made for the file: none is left of what is not welcome anyway. */
export async function assertWelcome(
  context: UploadsContext,
  { accountId, sizeBytes }: { accountId: string; sizeBytes: number },
): Promise<void> {
  await assertRoom(context, sizeBytes);
  assertFits(await context.quotas.read(accountId), sizeBytes);
}

async function assertRoom(context: UploadsContext, sizeBytes: number): Promise<void> {
  if (sizeBytes > context.config.UPLOAD_MAX_BYTES) throw uploadsErrors.too_large();
  if ((await freeBytes(context)) < sizeBytes + context.reserveBytes)
    throw uploadsErrors.storage_full({ retryAfterMs: FULL_MS });
}
