import type { UploadsContext } from '../context.ts';
import type { Disks } from '../domain/room.ts';

/** Room for files on their way: the disk that they arrive on, and the store that they are moved to. */
export async function freeBytes({ staging, blobs }: Pick<UploadsContext, 'staging' | 'blobs'>): Promise<number> {
  const [arriving, stored] = await Promise.all([staging.freeBytes(), blobs.freeBytes()]);
  return Math.min(arriving, stored ?? Number.POSITIVE_INFINITY);
}

export async function measureDisks({ staging, blobs }: Pick<UploadsContext, 'staging' | 'blobs'>): Promise<Disks> {
  const areOne = await staging.sharesFilesWith(blobs);
  const [arriving, stored] = await Promise.all([staging.freeBytes(), blobs.freeBytes()]);
  return { arriving, stored: stored ?? Number.POSITIVE_INFINITY, areOne };
}
