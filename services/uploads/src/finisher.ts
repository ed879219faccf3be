import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crashPoint } from '@kinora/kernel';
import { BlobStoreFull } from '@kinora/ports';
import type { UploadsContext } from './context.ts';
import type { Extent } from './domain/extents.ts';
import { isDiskFull } from './staging/disk-full.ts';
import { gatherExtents } from './staging/gather.ts';
import { IndexCheck } from './staging/index-check.ts';
import { OwnedElsewhere, OwnershipLost } from './store/ownership.ts';
import type { UploadRow } from './store/uploads-store.ts';
import { takeUpload } from './take-upload.ts';

const RENEW_MS = 1500;

/** Makes blobs of uploads that have all their bytes, where they lie if that is possible, and tells that they are complete. */
export async function finishUploads(context: UploadsContext): Promise<false | 'quiet'> {
  for (const upload of await context.uploads.listFinishing()) {
    try {
      await finishOne(context, upload);
    } catch (error) {
      if (error instanceof OwnedElsewhere || error instanceof OwnershipLost) continue;
      // Another was faster and has removed what this one was reading.
      if ((await context.uploads.find(upload.id))?.state === 'complete') continue;
      if (error instanceof BlobStoreFull || isDiskFull(error)) {
        context.log.error({ uploadId: upload.id }, 'the storage is full: uploads wait for room');
      }
      throw error;
    }
  }
  return (await context.uploads.hasFinishing()) ? false : 'quiet';
}

async function finishOne(context: UploadsContext, { id }: UploadRow): Promise<void> {
  const { uploads, staging, blobs } = context;
  const upload = await takeUpload(context, id);
  const owner = { id, token: upload.owner_token };
  const renewal = setInterval(() => {
    uploads.renew(owner).catch((error: unknown) => {
      context.log.warn({ err: error, uploadId: id }, 'an upload could not be kept while it was finished');
    });
  }, RENEW_MS);
  try {
    crashPoint('upload-before-complete');
    const hash = createHash('sha256');
    const index = new IndexCheck(upload);
    const pass = async function* (extents: readonly Extent[]) {
      for await (const chunk of staging.read(id, extents, { start: 0, end: upload.size_bytes })) {
        hash.update(chunk);
        index.pass(chunk);
        yield chunk;
      }
    };
    const blobKey = sourceBlobKey(upload);
    const direct = await context.direct.find(id);
    if (direct?.parts) {
      await blobs.completeMultipart({ key: blobKey, uploadId: direct.multipart_id }, direct.parts);
      for await (const chunk of await blobs.read(blobKey)) {
        hash.update(chunk);
        index.pass(chunk);
      }
    } else if (await staging.sharesFilesWith(blobs)) {
      const whole = await gatherExtents(context, upload);
      for await (const _ of pass([whole]));
      await blobs.putFile(blobKey, staging.pathOf(id, whole), upload.size_bytes);
    } else {
      const bytes = Readable.from(pass(await uploads.extents(id)), { objectMode: false });
      await blobs.put(blobKey, bytes, { size: upload.size_bytes });
    }
    crashPoint('upload-after-blob');
    try {
      await uploads.complete(owner, { sha256: hash.digest('hex'), blobKey, indexDiffers: index.differs() });
    } catch (error) {
      // Given up meanwhile, and its sources may have been removed before ours was there.
      if (error instanceof OwnershipLost && (await uploads.find(id))?.state === 'abandoned')
        await blobs.delete(blobKey);
      throw error;
    }
  } finally {
    clearInterval(renewal);
  }
  await staging.remove(id);
}

export function sourceBlobKey(upload: Pick<UploadRow, 'id' | 'video_id'>): string {
  return `sources/${upload.video_id}/${upload.id}`;
}
