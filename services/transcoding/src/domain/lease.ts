/** How often a worker says that it is still at it, within a lease: two such words may be lost. */
export const HEARTBEATS = 3;
/** A task that failed this often is not tried again. */
export const MAX_FAILURES = 3;
/** Workers also end because machines do: only a task that took this many along is blamed for it. */
export const MAX_LOSSES = 6;
/**
 * Tasks of ingest go first: everything waits for them. Then whatever brings a film its first picture, then chunks; large
 * renditions that were taken out of their chunk because others waited come after those, and what failed at last.
 */
export const PRIORITY = {
  ingest: 0,
  firstPicture: 5,
  smallRenditions: 9,
  chunk: 10,
  captions: 15,
  largeRenditions: 20,
  extraCodecs: 25,
  quarantined: 30,
} as const;

/** Pause before the next attempt after the n-th failure. */
export function backOffMs(failures: number): number {
  return Math.min(60_000, 1000 * 4 ** (failures - 1));
}
