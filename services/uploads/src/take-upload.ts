import type { UploadsContext } from './context.ts';
import type { UploadRow } from './store/uploads-store.ts';

/**
 * Makes this process the owner. The hole in its file is for what is gathered into it: elsewhere it would be nothing, or
 * zeros where a file system has no holes. Throws `OwnedElsewhere`.
 */
export async function takeUpload({ uploads, staging, blobs, ownUrl }: UploadsContext, id: string): Promise<UploadRow> {
  return uploads.own(id, { url: ownUrl(), leavesHole: await staging.sharesFilesWith(blobs) });
}
