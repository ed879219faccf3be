import type { VideoSegmentInfo } from '@kinora/media';
import type { TranscodingTransaction } from './jobs-store.ts';

/** Shorter films are a slip of the hand. */
const SHORTEST_90K = 90_000;
const MOST_RANGES = 100;

/**
 * Times of a film moved to the nearest of its frames, as [start, end) in 90 kHz ticks: joined where they touch. Undefined
 * when they do not follow one another, or too little is left.
 */
export async function snapRanges(
  transaction: TranscodingTransaction,
  jobId: string,
  ranges: readonly { startMs: number; endMs: number }[],
): Promise<[number, number][] | undefined> {
  if (ranges.length === 0 || ranges.length > MOST_RANGES) return undefined;
  const snapped: [number, number][] = [];
  for (const { startMs, endMs } of ranges) {
    const start = await nearestFrame(transaction, jobId, startMs * 90);
    const end = await nearestFrame(transaction, jobId, endMs * 90);
    const last = snapped.at(-1);
    if (end <= start || (last && start < last[1])) return undefined;
    if (last && last[1] === start) last[1] = end;
    else snapped.push([start, end]);
  }
  const length = snapped.reduce((sum, [start, end]) => sum + end - start, 0);
  return length < SHORTEST_90K ? undefined : snapped;
}

/** The beginning of a frame, or the end of the film. */
async function nearestFrame(transaction: TranscodingTransaction, jobId: string, time90k: number): Promise<number> {
  const row = await transaction
    .selectFrom('segments')
    .select(['info', 'start_ticks', 'duration_ticks'])
    .where('job_id', '=', jobId)
    .where('track', '=', 'source')
    .where('start_ticks', '<=', Math.max(0, Math.round(time90k)))
    .orderBy('start_ticks', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  const { frames } = row.info as unknown as VideoSegmentInfo;
  const end = Number(row.start_ticks) + Number(row.duration_ticks);
  return [...frames, end].reduce((best, frame) =>
    Math.abs(frame - time90k) < Math.abs(best - time90k) ? frame : best,
  );
}
