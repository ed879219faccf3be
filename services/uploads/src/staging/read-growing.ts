import type { UploadsContext } from '../context.ts';
import { areSame } from '../domain/extents.ts';
import { StagedBytesMissing } from './staging.ts';

/** So much is read between two questions to the database, and held until its answer. */
const TOGETHER_BYTES = 8 * 2 ** 20;

/** The upload was given up while it was read. */
export class UploadGivenUp extends Error {}

/**
 * The bytes of an upload from `startBytes` to its end, as they are acknowledged: what is yielded is safe, and never
 * changes. Goes on in the blob store when the file has been moved there meanwhile. Throws `UploadGivenUp`.
 */
export async function* readGrowing(
  context: UploadsContext,
  options: { uploadId: string; startBytes: number; signal: AbortSignal },
): AsyncGenerator<Uint8Array> {
  const { uploads, staging, arrivals, blobs } = context;
  const { uploadId, signal } = options;
  let position = options.startBytes;
  while (!signal.aborted) {
    // Asked for before the row is read: what is acknowledged in between wakes at once.
    const more = arrivals.next(uploadId, signal);
    const upload = await uploads.find(uploadId);
    if (!upload || upload.state === 'abandoned') throw new UploadGivenUp();
    if (upload.state === 'complete' && upload.blob_key) {
      if (position < upload.size_bytes) yield* await blobs.read(upload.blob_key, { start: position, signal });
      return;
    }
    if (position < upload.offset_bytes) {
      const range = { start: position, end: upload.offset_bytes };
      const extents = await uploads.extents(uploadId);
      const haveMoved = async () => !areSame(extents, await uploads.extents(uploadId));
      try {
        for await (const pieces of together(staging.read(uploadId, extents, range))) {
          // What was read may have been freed meanwhile: it counts only if it was still there afterwards.
          if (await haveMoved()) break;
          for (const piece of pieces) {
            position += piece.length;
            yield piece;
          }
        }
      } catch (error) {
        // Moved into another file or to the blob store, or removed, since the rows were read: the next ones say which.
        const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof StagedBytesMissing;
        if (!isMissing) throw error;
        if ((await uploads.find(uploadId))?.state === upload.state && !(await haveMoved())) throw error;
      }
      continue;
    }
    if (position === upload.size_bytes) return;
    await more;
  }
}

async function* together(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer[]> {
  let some: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    some.push(piece);
    bytes += piece.length;
    if (bytes < TOGETHER_BYTES) continue;
    yield some;
    some = [];
    bytes = 0;
  }
  if (some.length > 0) yield some;
}
