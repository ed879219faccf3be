import type { BlobStore } from '@kinora/ports';

const AT_ONCE = 100;

/** Files that have rows here: until they are removed, and not shorter. */
export interface KeptFiles {
  listRemovable(limit: number): Promise<string[]>;
  forget(blobKeys: readonly string[]): Promise<void>;
}

/** Removes files that were replaced, deleted, or never taken. The row goes last. */
export async function removeFiles(blobs: BlobStore, kept: readonly KeptFiles[]): Promise<boolean> {
  let more = false;
  for (const files of kept) {
    const keys = await files.listRemovable(AT_ONCE);
    for (const key of keys) await blobs.delete(key);
    await files.forget(keys);
    more ||= keys.length === AT_ONCE;
  }
  return more;
}
