import type { Viewing } from '@kinora/ports';

/** What somebody took out of their history. */
export interface Hidden {
  /** All that began until then; null: nothing was cleared. */
  clearedAt: Date | null;
  /** By video: all that began until then. */
  videos: ReadonlyMap<string, Date>;
}

export function isShown({ videoId, startedAt }: Pick<Viewing, 'videoId' | 'startedAt'>, hidden: Hidden): boolean {
  if (hidden.clearedAt !== null && startedAt <= hidden.clearedAt) return false;
  const until = hidden.videos.get(videoId);
  return until === undefined || startedAt > until;
}

/** Of each video the viewing that was heard of last, in the order in which videos are met. */
export function latestOfEach<V extends Pick<Viewing, 'videoId' | 'seenAt'>>(viewings: readonly V[]): V[] {
  const latest = new Map<string, V>();
  for (const viewing of viewings) {
    const known = latest.get(viewing.videoId);
    if (!known || known.seenAt < viewing.seenAt) latest.set(viewing.videoId, viewing);
  }
  return [...latest.values()];
}

const BEGUN = 0.05;
const ENDED = 0.95;

/** Begun, and not at its end. */
export function isUnfinished({ positionMs, durationMs }: Pick<Viewing, 'positionMs' | 'durationMs'>): boolean {
  return durationMs > 0 && positionMs > durationMs * BEGUN && positionMs < durationMs * ENDED;
}
