import type { BlobStore } from '@kinora/ports';
import type { PictureFiles } from './store/picture-files.ts';

const AT_ONCE = 100;

/** Removes pictures that were replaced or that no channel took. The row goes last. */
export async function removePictures({
  pictures,
  blobs,
}: {
  pictures: PictureFiles;
  blobs: BlobStore;
}): Promise<boolean> {
  const keys = await pictures.listRemovable(AT_ONCE);
  for (const key of keys) await blobs.delete(key);
  await pictures.forget(keys);
  return keys.length === AT_ONCE;
}
