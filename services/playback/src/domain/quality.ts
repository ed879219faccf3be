/** Upper bounds of start times in ms; each about 1.3 times the one before, so that a median is right to 15 %. */
export const START_BOUNDS_MS: readonly number[] = [
  50, 75, 100, 130, 170, 220, 290, 375, 500, 650, 850, 1100, 1400, 1850, 2400, 3100, 4000, 5300, 7000, 9000, 12_000,
  16_000, 21_000, 30_000, 60_000,
];

/** What a player has told about one watching so far. */
export interface Experience {
  /** From the wish to play to the first picture; null before there was one. */
  startMs: number | null;
  stalls: number;
  stalledMs: number;
  watchedMs: number;
}

/** A stall that nobody could have noticed is none. */
const SHORTEST_STALL_MS = 100;

/** A player's word within what can be: nothing negative, nothing longer than the watching itself, nothing taken back. */
export function plausibleExperience(
  told: Experience,
  before: Experience | undefined,
  sinceStartMs: number,
): Experience {
  // The first beacon may come late, as for views.
  const elapsedMs = Math.max(0, sinceStartMs) + 15_000;
  const within = (value: number, least: number, most: number) =>
    Math.round(Math.max(least, Math.min(Number.isFinite(value) ? value : 0, Math.max(least, most))));
  const startMs = told.startMs === null ? null : within(told.startMs, 0, START_BOUNDS_MS.at(-1) ?? 0);
  return {
    // Said once for each watching.
    startMs: before?.startMs ?? startMs,
    stalls: within(told.stalls, before?.stalls ?? 0, elapsedMs / SHORTEST_STALL_MS),
    stalledMs: within(told.stalledMs, before?.stalledMs ?? 0, elapsedMs),
    watchedMs: within(told.watchedMs, before?.watchedMs ?? 0, elapsedMs * 2),
  };
}

export function startBucket(startMs: number): number {
  const bucket = START_BOUNDS_MS.findIndex((bound) => startMs <= bound);
  return bucket < 0 ? START_BOUNDS_MS.length - 1 : bucket;
}

/** Within the bucket in which half of all starts lie, as if they were spread evenly in it; null without any. */
export function medianStartMs(starts: ReadonlyMap<number, number>): number | null {
  const total = [...starts.values()].reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let before = 0;
  for (const [bucket, count] of [...starts].toSorted(([a], [b]) => a - b)) {
    if (before + count >= total / 2) {
      const from = START_BOUNDS_MS[bucket - 1] ?? 0;
      const to = START_BOUNDS_MS[bucket] ?? from;
      return Math.round(from + ((to - from) * (total / 2 - before)) / count);
    }
    before += count;
  }
  return null;
}

/** Null while less than a minute was watched: an hour of that would be a guess. */
export function stallsPerHour(stalls: number, watchedMs: number): number | null {
  return watchedMs < 60_000 ? null : Math.round((stalls * 3_600_000 * 100) / watchedMs) / 100;
}
