import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import type { NewUpload } from '../store/tables.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/** Room that is left to everything else on the disk. */
const RESERVE_BYTES = 256 * 2 ** 20;

/** Says what cannot work before the first byte is sent: too large, no room. */
export async function openUpload(context: UploadsContext, input: NewUpload): Promise<UploadRow> {
  if (input.sizeBytes > context.config.UPLOAD_MAX_BYTES) throw uploadsErrors.too_large();
  if ((await context.staging.freeBytes()) < input.sizeBytes + RESERVE_BYTES) throw uploadsErrors.storage_full();
  const upload = await context.uploads.create(input);
  if (upload === 'running') throw uploadsErrors.already_running();
  return upload;
}
