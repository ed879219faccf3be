import type { BlobStore } from '@kinora/ports';
import { transcodingErrors } from '../errors.ts';

/**
 * What a worker says it has put of a track: segments of these sizes, and their init segment where it made one. Throws
 * `output_invalid` when it is not there.
 */
export async function assertTrackStored(
  blobs: BlobStore,
  prefix: string,
  { hasInit, segments }: { hasInit: boolean; segments: readonly { sequence: number; sizeBytes: number }[] },
): Promise<void> {
  if (hasInit && !(await blobs.head(`${prefix}init.mp4`))) throw transcodingErrors.output_invalid();
  for (const { sequence, sizeBytes } of segments) {
    const blob = await blobs.head(`${prefix}${sequence}.m4s`);
    if (blob?.sizeBytes !== sizeBytes) throw transcodingErrors.output_invalid();
  }
}
