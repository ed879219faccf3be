import { BlobSweep } from '@kinora/kernel';
import type { UploadsContext } from './context.ts';
import { sourceBlobKey } from './finisher.ts';

/** Removes files that are over: given up, of deleted videos, or no longer kept once their films were finished. */
export async function collectSources(context: UploadsContext): Promise<boolean> {
  const { config, sources, blobs, staging, graceMs } = context;
  const days = config.SOURCE_RETENTION_DAYS;
  const ended = days === undefined ? 0 : await sources.endProcessed(days);
  const over = await sources.listOver(graceMs);
  for (const upload of over) {
    const direct = await context.direct.find(upload.id);
    if (direct) await blobs.abortMultipart({ key: sourceBlobKey(upload), uploadId: direct.multipart_id });
    await blobs.delete(sourceBlobKey(upload));
    await staging.remove(upload.id);
  }
  await sources.noteCleaned(over.map(({ id }) => id));
  return ended > 0 || over.length > 0;
}

/** Files that were moved into the store after their upload was tidied up, by a process that was paused meanwhile. */
export function sweepSources({ blobs, sources, graceMs }: UploadsContext): BlobSweep {
  const uploadOf = (key: string) => key.split('/')[2] ?? '';
  return new BlobSweep({
    blobs,
    prefix: 'sources/',
    graceMs,
    async findOver(keys) {
      const cleaned = await sources.findCleaned(keys.map(uploadOf));
      return keys.filter((key) => cleaned.has(uploadOf(key)));
    },
  });
}
