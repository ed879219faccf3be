import type { BlobStore } from '@kinora/ports';
import type { AvatarFiles } from './store/avatar-files.ts';

const AT_ONCE = 100;

/** Removes pictures that were replaced or that no channel took. The row goes last. */
export async function removeAvatars({ avatars, blobs }: { avatars: AvatarFiles; blobs: BlobStore }): Promise<boolean> {
  const keys = await avatars.listRemovable(AT_ONCE);
  for (const key of keys) await blobs.delete(key);
  await avatars.forget(keys);
  return keys.length === AT_ONCE;
}
