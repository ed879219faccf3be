import type { BlobInfo, BlobStore } from './blob-store.ts';

const PAGE = 1000;

/** Every blob below a prefix, in the order of the keys, a page at a time. Those that it has given may be deleted meanwhile. */
export async function* allBlobs(blobs: BlobStore, prefix = ''): AsyncGenerator<BlobInfo> {
  let after: string | undefined;
  for (;;) {
    const page = await blobs.list(prefix, { limit: PAGE, ...(after ? { after } : {}) });
    yield* page.blobs;
    after = page.blobs.at(-1)?.key;
    if (!page.more || !after) return;
  }
}
