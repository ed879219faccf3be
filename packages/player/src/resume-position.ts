const KEY = 'kinora.positions';
const MOST = 200;
const FIRST_S = 5;
const LAST_SHARE = 0.96;

/** Of localStorage, what is used. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** Where times of what plays are in the whole film: a trim moves them, and who stopped somewhere goes on there. */
export interface Timeline {
  toWhole(shownS: number): number;
  toShown(wholeS: number): number;
}

interface Saved {
  positionS: number;
  /** 0: it was not known. */
  durationS: number;
}

interface Position {
  positionS: number;
  /** Null while it is not known: nobody is through with the film. */
  durationS: number | null;
}

/**
 * Where somebody stopped, or null when they hardly began or were through.
 *
 * @param durationS of what plays. Who stopped at the end of what had arrived is through when that turns out to be all of it.
 */
export function resumePosition(
  store: KeyValue,
  videoId: string,
  { durationS = null, timeline }: { durationS?: number | null; timeline?: Timeline | undefined } = {},
): number | null {
  const saved = read(store).get(videoId);
  if (!saved) return null;
  const positionS = timeline?.toShown(saved.positionS) ?? saved.positionS;
  return isThrough({ positionS, durationS }) ? null : positionS;
}

/** How far somebody is, 0 to 1, for the bar under a thumbnail. */
export function watchedShare(store: KeyValue, videoId: string): number | null {
  const saved = read(store).get(videoId);
  return saved && saved.durationS > 0 ? saved.positionS / saved.durationS : null;
}

/** @param at in what plays. */
export function savePosition(store: KeyValue, videoId: string, at: Position, timeline?: Timeline): void {
  const all = read(store);
  all.delete(videoId);
  if (at.positionS >= FIRST_S && !isThrough(at)) {
    const whole = (shownS: number) => timeline?.toWhole(shownS) ?? shownS;
    all.set(videoId, {
      positionS: Math.round(whole(at.positionS) * 10) / 10,
      durationS: at.durationS === null ? 0 : Math.round(whole(at.durationS)),
    });
  }
  const kept = [...all].slice(-MOST).map(([id, saved]) => [id, saved.positionS, saved.durationS]);
  try {
    store.setItem(KEY, JSON.stringify(kept));
  } catch {
    // Full or forbidden storage costs only the position.
  }
}

function isThrough({ positionS, durationS }: Position): boolean {
  return durationS !== null && positionS > durationS * LAST_SHARE;
}

function read(store: KeyValue): Map<string, Saved> {
  const all = new Map<string, Saved>();
  try {
    const rows: unknown = JSON.parse(store.getItem(KEY) ?? '[]');
    if (!Array.isArray(rows)) return all;
    for (const row of rows) {
      if (!Array.isArray(row)) continue;
      const [id, positionS, durationS] = row as unknown[];
      if (typeof id === 'string' && typeof positionS === 'number' && typeof durationS === 'number') {
        all.set(id, { positionS, durationS });
      }
    }
  } catch {
    // Something else wrote there: start anew.
  }
  return all;
}
