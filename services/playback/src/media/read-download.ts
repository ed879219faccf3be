import { type DownloadPlan, piecesWithin, renumberFragment } from '@kinora/media';
import type { BlobStore } from '@kinora/ports';
import type { DownloadFile } from './download-plans.ts';

/** What is handed on at a time: what a slow reader has been given cannot be taken back when the film is withdrawn. */
const SLICE_BYTES = 64 * 1024;

/** Bytes [start, end) of a file, one segment in memory at a time, as fast as they are taken. */
export async function* readDownload(options: {
  blobs: Pick<BlobStore, 'readAll'>;
  plan: DownloadPlan;
  file: DownloadFile;
  start: number;
  end: number;
}): AsyncGenerator<Uint8Array> {
  const { blobs, plan, file, start, end } = options;
  yield* slices(plan.head, { offset: 0, start, end });
  for (const piece of piecesWithin(plan, start, end)) {
    const entry = file.tracks[piece.track]?.segments[piece.segment];
    if (!entry) throw new Error(`The plan names a segment that ${file.fileName} has not.`);
    const bytes = await blobs.readAll(entry.blobKey);
    // The length was promised: a file that goes wrong ends early, where its reader notices.
    if (bytes.length !== piece.sizeBytes) throw new Error(`${entry.blobKey} has ${bytes.length} bytes.`);
    let offset = piece.offsetBytes;
    for (const part of renumberFragment(bytes, { sequence: piece.sequence, trackId: piece.track + 1 })) {
      yield* slices(part, { offset, start, end });
      offset += part.length;
    }
  }
}

/** Of bytes that begin at `offset` of the file, those in [start, end). */
function* slices(bytes: Uint8Array, at: { offset: number; start: number; end: number }): Generator<Uint8Array> {
  const last = Math.min(bytes.length, at.end - at.offset);
  for (let from = Math.max(0, at.start - at.offset); from < last; from += SLICE_BYTES) {
    yield bytes.subarray(from, Math.min(last, from + SLICE_BYTES));
  }
}
