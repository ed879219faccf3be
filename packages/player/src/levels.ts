/** Of an hls.js level, what is needed to tell it from others. */
export interface LevelAddress {
  url: string[];
  audioGroups?: (string | undefined)[];
}

/**
 * Levels of a multivariant playlist that was read again, keeping the objects that are in use (they hold their media
 * playlists). Null when others took their place or other audio is needed: then only a fresh start helps.
 */
export function mergeLevels<T extends LevelAddress>(inUse: readonly T[], read: readonly T[]): T[] | null {
  const kept = new Set<T>();
  const merged = read.map((level) => {
    const same = inUse.find((one) => address(one) === address(level));
    if (same) kept.add(same);
    return same ?? level;
  });
  // What is only offered no longer is still there for whoever watches it.
  if (kept.size === read.length) return [...inUse];
  if (kept.size !== inUse.length) return null;
  const audio = new Set(inUse.flatMap((level) => level.audioGroups ?? []));
  const otherAudio = merged.some((level) => (level.audioGroups ?? []).some((group) => group && !audio.has(group)));
  return otherAudio ? null : merged;
}

/** `720p` of `…/720p/index.m3u8`: renditions are folders. */
export function levelName(level: LevelAddress): string {
  const parts = address(level).split('/');
  return decodeURIComponent(parts.at(-2) ?? '');
}

function address(level: LevelAddress): string {
  return (level.url[0] ?? '').split(/[?#]/)[0] ?? '';
}
