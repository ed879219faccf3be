/**
 * Decoding times for frames in decoding order, from presentation times alone:
 * `dts_i = min(sorted_pts_i, min over j >= i of pts_j + delay)`. They never decrease, never exceed `pts + delay`, and
 * the first is the smallest pts, so durations of a segment add up to exactly its length.
 */
export function decodeTimes(pts: readonly number[], delay: number): number[] {
  const sorted = pts.toSorted((a, b) => a - b);
  const times = new Array<number>(pts.length);
  let smallestAhead = Number.POSITIVE_INFINITY;
  for (let index = pts.length - 1; index >= 0; index--) {
    smallestAhead = Math.min(smallestAhead, pts[index] ?? 0);
    times[index] = Math.min(sorted[index] ?? 0, smallestAhead + delay);
  }
  return times;
}
