export interface Arrived {
  /** How much of the film can be played now. */
  availableS: number;
  /** Null while it is not known: a seek beyond what has arrived waits for its part, however far. */
  totalS: number | null;
  complete: boolean;
}

export type SeekTarget = { kind: 'now'; atS: number } | { kind: 'wait'; atS: number };

/** Keeps off the last moments of a growing film, where the next segment is not there to play on with. */
const EDGE_S = 0.5;

export function seekTarget(requestedS: number, arrived: Arrived): SeekTarget {
  const atS = Math.max(0, Math.min(requestedS, Math.max(arrived.totalS ?? Number.POSITIVE_INFINITY, 0)));
  if (arrived.complete || atS <= Math.max(0, arrived.availableS - EDGE_S)) return { kind: 'now', atS };
  return { kind: 'wait', atS };
}
