import type { KeptRanges } from '@kinora/media';
import { isShownAlready, type Part, partsOf } from './trim-edits.ts';

/** The parts as they were, are, and would be again. `now` is null while nobody has edited them: they are those that play. */
export interface TrimHistory {
  past: Part[][];
  now: Part[] | null;
  next: Part[][];
}

export const UNEDITED: TrimHistory = { past: [], now: null, next: [] };

/** Cuts are moved to the nearest picture, which in a film with holes may be some way off. */
const FARTHEST_MS = 1000;

/** Other parts play than before. Edits are kept, those that were made while a save was running among them. */
export function followShown(
  history: TrimHistory,
  { before, sent, shown }: { before: KeptRanges; sent: KeptRanges | null; shown: KeptRanges },
): TrimHistory {
  const { past, now, next } = history;
  if (!now) return history;
  // Saved in another window, and nothing was changed here since what plays was saved.
  if (!sent && isShownAlready(now, before)) return { past, now: partsOf(shown), next };
  if (!sent || !isResultOf(shown, sent)) return history;
  const snap = (parts: Part[]) => snapParts(parts, { sent, shown });
  const snapped = snap(now);
  // Two borders so near each other that they became one.
  const isLost = isShownAlready(now, sent) && !isShownAlready(snapped, shown);
  return { past: past.map(snap), now: isLost ? partsOf(shown) : snapped, next: next.map(snap) };
}

/** Whether what plays is what was sent, but for the pictures that cuts were moved to. */
export function isResultOf(shown: KeptRanges, sent: KeptRanges): boolean {
  return differenceMs(shown, sent) <= FARTHEST_MS * (shown.length + sent.length);
}

/** How much of the film only one of the two shows. */
export function differenceMs(a: KeptRanges, b: KeptRanges): number {
  const shows = (ranges: KeptRanges, ms: number) => ranges.some(([start, end]) => ms >= start && ms < end);
  const borders = [...a.flat(), ...b.flat()].sort((one, other) => one - other);
  return borders.reduce((sum, from, index) => {
    const until = borders[index + 1] ?? from;
    return shows(a, from) === shows(b, from) ? sum : sum + until - from;
  }, 0);
}

/** Borders that are where they were when they were sent move along: else what nobody touched would be a change. */
function snapParts(parts: Part[], { sent, shown }: { sent: KeptRanges; shown: KeptRanges }): Part[] {
  const sentBorders = new Set(sent.flat());
  const snap = (ms: number) => {
    if (!sentBorders.has(ms)) return ms;
    const nearest = shown
      .flat()
      .reduce((best, border) => (Math.abs(border - ms) < Math.abs(best - ms) ? border : best));
    return Math.abs(nearest - ms) <= FARTHEST_MS ? nearest : ms;
  };
  const snapped = parts.map((part) => ({ ...part, startMs: snap(part.startMs), endMs: snap(part.endMs) }));
  const isInOrder = snapped.every(
    ({ startMs, endMs }, index) => startMs < endMs && startMs >= (snapped[index - 1]?.endMs ?? 0),
  );
  return isInOrder ? snapped : parts;
}
