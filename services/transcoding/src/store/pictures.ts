import { createHash } from 'node:crypto';
import { BlobNotFound, type BlobStore } from '@kinora/ports';
import { transcodingErrors } from '../errors.ts';
import type { TranscodingTransaction } from './jobs-store.ts';

/** A poster or storyboard that is in the blob store. */
export interface StoredPicture {
  blobKey: string;
  sizeBytes: number;
  sha256: string;
}

/** Larger than any that we make. */
const MAX_BYTES = 32 * 2 ** 20;

/** What a worker says it has put. Throws `output_invalid` when it is not there. */
export async function readPicture(blobs: BlobStore, blobKey: string): Promise<StoredPicture> {
  try {
    const bytes = await blobs.readAll(blobKey, { maxBytes: MAX_BYTES });
    return { blobKey, sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch (error) {
    if (error instanceof BlobNotFound || error instanceof RangeError)
      throw transcodingErrors.output_invalid({ cause: error });
    throw error;
  }
}

/** Noted once: the poster of a film is told twice, early and at its end. */
export async function notePicture(
  transaction: TranscodingTransaction,
  jobId: string,
  { blobKey, sizeBytes, sha256 }: StoredPicture,
): Promise<void> {
  await transaction
    .insertInto('pictures')
    .values({ blob_key: blobKey, job_id: jobId, size_bytes: sizeBytes, sha256 })
    .onConflict((conflict) => conflict.column('blob_key').doUpdateSet({ size_bytes: sizeBytes, sha256 }))
    .execute();
}
