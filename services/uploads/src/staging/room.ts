import type { UploadsContext } from '../context.ts';
import { type Disks, leastFree } from '../domain/room.ts';

type Context = Pick<UploadsContext, 'staging' | 'blobs'>;

/** Room for files on their way: the disk that they arrive on, and the store that they are moved to. */
export async function freeBytes(context: Context): Promise<number> {
  return leastFree(await lookAtDisks(context));
}

export async function measureDisks(context: Context): Promise<Disks> {
  const areOne = await context.staging.sharesFilesWith(context.blobs);
  return { ...(await lookAtDisks(context)), areOne };
}

async function lookAtDisks({ staging, blobs }: Context): Promise<Omit<Disks, 'areOne'>> {
  const [arriving, stored] = await Promise.all([staging.freeBytes(), blobs.freeBytes()]);
  return { arriving, stored: stored ?? Number.POSITIVE_INFINITY };
}
