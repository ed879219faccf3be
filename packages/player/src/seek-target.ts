export interface Arrived {
  /** How much of the film can be played now. */
  availableS: number;
  totalS: number;
  complete: boolean;
}

export type SeekTarget = { kind: 'now'; atS: number } | { kind: 'wait'; atS: number };

/** Keeps off the last moments of a growing film, where the next segment is not there to play on with. */
const EDGE_S = 0.5;

export function seekTarget(requestedS: number, arrived: Arrived): SeekTarget {
  const atS = Math.max(0, Math.min(requestedS, Math.max(arrived.totalS, 0)));
  if (arrived.complete || atS <= Math.max(0, arrived.availableS - EDGE_S)) return { kind: 'now', atS };
  return { kind: 'wait', atS };
}
