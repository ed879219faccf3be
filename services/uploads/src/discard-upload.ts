import type { UploadsContext } from './context.ts';
import { sourceBlobKey } from './finisher.ts';

/**
 * Gives a file up that no video is made of, whether it still arrives or is whole; false when it was given up before. The
 * blob goes first: what a crash leaves in between is done again by whoever asked.
 */
export async function discardUpload(context: UploadsContext, id: string, reason: string): Promise<boolean> {
  const { uploads, staging, running, blobs } = context;
  await running.settle(id);
  if (await uploads.abandon(id, reason)) {
    await staging.remove(id);
    return true;
  }
  const upload = await uploads.find(id);
  if (upload?.state !== 'complete') return false;
  await blobs.delete(sourceBlobKey(upload));
  return uploads.forgetSource(id, reason);
}
