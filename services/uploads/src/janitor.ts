import type { UploadsContext } from './context.ts';

/** Gives up uploads that have not moved for long, and removes files whose upload is over. */
export async function cleanUploads(context: UploadsContext): Promise<boolean> {
  const { uploads, staging, log } = context;
  const expired = await uploads.listExpired();
  for (const upload of expired) {
    if (await uploads.abandon(upload.id, 'expired')) log.info({ uploadId: upload.id }, 'an upload was given up');
  }
  for (const id of await staging.list()) {
    const upload = await uploads.find(id);
    if (!upload || upload.state === 'abandoned' || upload.state === 'complete') await staging.remove(id);
  }
  return expired.length === 500;
}
