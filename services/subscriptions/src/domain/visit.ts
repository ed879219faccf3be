/** Whoever comes back sooner is still here. */
const VISIT_MS = 30 * 60_000;

export interface Visits {
  /** When the list was last looked at. */
  seenAt: Date;
  /** The visit before this one: what is newer is new. */
  beforeAt: Date | null;
}

/** Looking at the list now. */
export function visit(before: Visits | undefined, now: Date): Visits {
  if (!before) return { seenAt: now, beforeAt: null };
  const another = now.getTime() - before.seenAt.getTime() > VISIT_MS;
  return { seenAt: now, beforeAt: another ? before.seenAt : before.beforeAt };
}
