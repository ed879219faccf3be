import type { UploadsContext } from './context.ts';
import { EXPIRED_AT_ONCE } from './store/abandon-upload.ts';

/** Files in staging that are looked up together. */
const LOOKED_UP_AT_ONCE = 1_000;

/** Gives up uploads that have not moved for long, and removes files whose upload is over. True when more have expired. */
export async function cleanUploads(context: UploadsContext): Promise<boolean> {
  const { uploads, staging, log } = context;
  const expired = await uploads.abandonExpired();
  for (const id of expired) {
    await staging.remove(id);
    log.info({ uploadId: id }, 'an upload was given up');
  }
  // All of these first: looking through staging takes longer the more is in it.
  if (expired.length === EXPIRED_AT_ONCE) return true;
  const staged = await staging.list();
  for (let at = 0; at < staged.length; at += LOOKED_UP_AT_ONCE) {
    const ids = staged.slice(at, at + LOOKED_UP_AT_ONCE);
    const open = await uploads.findOpen(ids);
    for (const id of ids) if (!open.has(id)) await staging.remove(id);
  }
  return false;
}
