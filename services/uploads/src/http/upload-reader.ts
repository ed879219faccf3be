import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import type { UploadRow } from '../store/uploads-store.ts';

/** Who may read files that are not a video yet. */
const READERS = ['transcoding'];

/** An upload for a service that reads it while it arrives. Throws when it may not, or when the upload is over. */
export async function findForReader(
  context: UploadsContext,
  id: string,
  caller: { service: string },
): Promise<UploadRow> {
  if (!READERS.includes(caller.service)) throw uploadsErrors.reader_unknown();
  const upload = await context.uploads.find(id);
  if (!upload) throw uploadsErrors.not_found();
  if (upload.state === 'abandoned') throw uploadsErrors.gone();
  return upload;
}
