import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { FULL_MS } from '../staging/receive.ts';
import { freeBytes } from '../staging/room.ts';
import type { NewUpload } from '../store/create-upload.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/** Says what cannot work before the first byte is sent: too large, more than the account may keep, no room. */
export async function openUpload(context: UploadsContext, input: NewUpload): Promise<UploadRow> {
  if (input.sizeBytes > context.config.UPLOAD_MAX_BYTES) throw uploadsErrors.too_large();
  if ((await freeBytes(context)) < input.sizeBytes + context.reserveBytes)
    throw uploadsErrors.storage_full({ retryAfterMs: FULL_MS });
  const upload = await context.uploads.create(input);
  if (upload === 'running') throw uploadsErrors.already_running();
  return upload;
}
