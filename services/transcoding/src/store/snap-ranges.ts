import { keptFrames, type VideoSegmentInfo } from '@kinora/media';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import type { EditionTrack } from '../domain/whole-edition.ts';
import { transcodingErrors } from '../errors.ts';
import type { TranscodingTransaction } from './jobs-store.ts';

/** Shorter films are a slip of the hand. */
const SHORTEST_90K = 90_000;
const MOST_RANGES = 100;
/** A page shows the length in milliseconds. */
const ROUNDED_MS = 1;

interface Film {
  jobId: string;
  /** The best rendition: its frames are those that can be cut at. */
  top: EditionTrack;
  rateDivisor: number;
  framePeriod90k: number;
}

/**
 * Times of a film moved to the nearest of its frames, as [start, end) in 90 kHz ticks: joined where they touch. Throws
 * where they do not follow one another, lie beyond the end, or too little is left.
 */
export async function snapRanges(
  transaction: TranscodingTransaction,
  film: Film,
  ranges: readonly { startMs: number; endMs: number }[],
): Promise<[number, number][]> {
  if (ranges.length > MOST_RANGES) throw transcodingErrors.trim_too_many();
  const last = film.top.segments.at(-1);
  const lastMs = ((last?.startTicks ?? 0) + (last?.durationTicks ?? 0)) / 90 + ROUNDED_MS;
  const snapped: [number, number][] = [];
  let beforeMs = 0;
  for (const { startMs, endMs } of ranges) {
    if (startMs >= endMs || startMs < beforeMs) throw transcodingErrors.trim_unordered();
    if (endMs > lastMs) throw transcodingErrors.trim_beyond_end();
    beforeMs = endMs;
    const start = await nearestFrame(transaction, film, startMs * 90);
    const end = await nearestFrame(transaction, film, endMs * 90);
    const before = snapped.at(-1);
    // Shorter than half a frame.
    if (end <= start) continue;
    if (before && before[1] >= start) before[1] = end;
    else snapped.push([start, end]);
  }
  const length = snapped.reduce((sum, [start, end]) => sum + end - start, 0);
  if (length < SHORTEST_90K) throw transcodingErrors.trim_empty();
  return snapped;
}

/** The beginning of a frame, or the end of the film. */
async function nearestFrame(transaction: TranscodingTransaction, film: Film, time90k: number): Promise<number> {
  const segment = film.top.segments.findLast(({ startTicks }) => startTicks <= time90k) ?? film.top.segments[0];
  if (!segment) throw new Error(`Edition ${film.jobId} has no segments.`);
  const end = segment.startTicks + segment.durationTicks;
  const rows = await transaction
    .selectFrom('segments')
    .select('info')
    .where('job_id', '=', film.jobId)
    .where('track', '=', SOURCE_TRACK)
    .where('start_ticks', '<', end)
    .where((of) => of(of('start_ticks', '+', of.ref('duration_ticks')), '>', segment.startTicks))
    .execute();
  const frames = rows
    .flatMap(({ info }) => (info as unknown as VideoSegmentInfo).frames)
    .filter((frame) => frame >= segment.startTicks && frame < end)
    .sort((a, b) => a - b);
  const { rateDivisor, framePeriod90k } = film;
  const shown = keptFrames(frames, { cuts90k: [segment.startTicks], rateDivisor, framePeriod90k });
  return [...shown, end].reduce(
    (best, frame) => (Math.abs(frame - time90k) < Math.abs(best - time90k) ? frame : best),
    segment.startTicks,
  );
}
