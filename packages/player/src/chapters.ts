export interface PlayerChapter {
  startS: number;
  title: string;
}

/** The chapter of a time, by its place; -1 before the first. `chapters` are ascending. */
export function chapterAt(chapters: readonly PlayerChapter[], seconds: number): number {
  return chapters.findLastIndex(({ startS }) => startS <= seconds);
}

const GAP_PX = 3;

/** A mask that leaves gaps in the seek bar where chapters begin; undefined where there are none. */
export function chapterMask(chapters: readonly PlayerChapter[], totalS: number): string | undefined {
  const starts = chapters.filter(({ startS }) => startS > 0 && startS < totalS);
  if (starts.length === 0 || totalS <= 0) return undefined;
  const stops = starts.flatMap(({ startS }) => {
    const at = `${((startS / totalS) * 100).toFixed(3)}%`;
    const from = `calc(${at} - ${GAP_PX / 2}px)`;
    const to = `calc(${at} + ${GAP_PX / 2}px)`;
    return [`#000 ${from}`, `transparent ${from}`, `transparent ${to}`, `#000 ${to}`];
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}
