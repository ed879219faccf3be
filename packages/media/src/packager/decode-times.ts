/**
 * Decoding times for frames in decoding order, from presentation times alone:
 * `dts_i = min(sorted_pts_i, min over j >= i of pts_j + delay)`, and a tick before the next one where frames are reordered
 * by more than the delay. The frame that is shown last, until `end`, lasts as long when it is decoded: players take that for
 * how far a segment reaches. They never decrease, never exceed `pts + delay`, and the first is the smallest pts, so
 * durations of a segment add up to exactly its length.
 */
export function decodeTimes(pts: readonly number[], delay: number, end: number): number[] {
  const sorted = pts.toSorted((a, b) => a - b);
  const times = new Array<number>(pts.length);
  const first = sorted[0] ?? 0;
  const shownLast = sorted.at(-1) ?? 0;
  let smallestAhead = Number.POSITIVE_INFINITY;
  let next = Number.POSITIVE_INFINITY;
  for (let index = pts.length - 1; index >= 0; index--) {
    smallestAhead = Math.min(smallestAhead, pts[index] ?? 0);
    let latest = Math.min(sorted[index] ?? 0, smallestAhead + delay);
    // As long as those before it keep a tick each.
    if (pts[index] === shownLast) latest = Math.min(latest, Math.max(first + index, next - (end - shownLast)));
    // A frame that takes no time at all would be none to some players.
    next = index === 0 ? first : Math.max(first, Math.min(latest, next - 1));
    times[index] = next;
  }
  return times;
}
