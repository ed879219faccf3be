const FIRST_MS = 1000;
const LONGEST_MS = 30 * 60_000;

/** Until the next attempt: four times as long after each, up to half an hour. */
export function nextAttemptMs(attempts: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 4 ** Math.min(10, Math.max(0, attempts - 1)));
}
