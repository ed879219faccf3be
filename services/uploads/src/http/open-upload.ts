import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { measureDisks } from '../staging/room.ts';
import { assertFits } from '../store/quota-store.ts';
import { assertRoom, type Room } from '../store/room-promises.ts';
import type { NewUpload } from '../store/tables.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/**
 * Says what cannot work before the first byte is sent: too large, more than the account may keep, no room. Throws
 * `too_large`, `quota_exceeded`, `storage_full`; of creations at once no two get the room that is left for one.
 */
export async function openUpload(context: UploadsContext, input: NewUpload): Promise<UploadRow> {
  assertAllowed(context, input.sizeBytes);
  const upload = await context.uploads.create(input, await measureRoom(context));
  if (upload === 'running') throw uploadsErrors.already_running();
  return upload;
}

/** The same, before a video is made for the file: none is left of what is not welcome anyway. */
export async function assertWelcome(
  context: UploadsContext,
  { accountId, sizeBytes }: { accountId: string; sizeBytes: number },
): Promise<void> {
  assertAllowed(context, sizeBytes);
  assertFits(await context.quotas.read(accountId), sizeBytes);
  assertRoom(await measureRoom(context), await context.uploads.promised(), sizeBytes);
}

function assertAllowed(context: UploadsContext, sizeBytes: number): void {
  if (sizeBytes > context.config.UPLOAD_MAX_BYTES) throw uploadsErrors.too_large();
}

async function measureRoom(context: UploadsContext): Promise<Room> {
  return { disks: await measureDisks(context), reserveBytes: context.reserveBytes };
}
