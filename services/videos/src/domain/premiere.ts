import type { Visibility } from './visibility.ts';

export interface Premiere {
  startsAt: Date;
  /** Null while it has not begun: its time is to come, or the film does not play yet. */
  startedAt: Date | null;
}

interface Announced {
  premiere_at: Date | null;
  publish_at: Date | null;
  visibility: Visibility;
  withheld: boolean;
  deleted_at: Date | null;
}

/** Everybody may know of it, and nobody but its owner, and who helps, may watch yet. */
export function isAnnounced(video: Announced): boolean {
  const { premiere_at, publish_at, visibility } = video;
  return (
    premiere_at !== null && publish_at !== null && visibility === 'private' && !video.withheld && !video.deleted_at
  );
}

/** Null for what is no premiere, and when it is over: it is a video like others then. */
export function premiereOf(
  video: Announced & { published_at: Date | null; duration_ms: number | string | null; complete: boolean },
  now: number,
): Premiere | null {
  const { premiere_at: startsAt, published_at: startedAt, duration_ms: durationMs } = video;
  if (startsAt === null) return null;
  if (isAnnounced(video)) return { startsAt, startedAt: null };
  if (video.visibility !== 'public') return null;
  const knownEnd = durationMs !== null && video.complete;
  if (startedAt && knownEnd && now > startedAt.getTime() + Number(durationMs)) return null;
  return { startsAt, startedAt };
}
