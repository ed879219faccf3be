import type { TranscodingContext } from '../context.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** Tells that nothing more follows of a rendition or of a sound. `segments`: how many it has. */
export async function tellEnd(
  { jobs }: Pick<TranscodingContext, 'jobs'>,
  transaction: TranscodingTransaction,
  track: { job: JobRow; name: string; segments: number; loudnessLufs: number | null },
): Promise<void> {
  const { job, name, segments, loudnessLufs } = track;
  await jobs.emitSegments(transaction, job, {
    rendition: name,
    firstSequence: segments,
    last: true,
    ...(loudnessLufs === null ? {} : { loudnessLufs }),
  });
}
