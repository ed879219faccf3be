import type { KeptRanges } from '@kinora/media';
import { isShownAlready, type Part, partsOf } from './trim-edits.ts';

/** The parts as they were, are, and would be again. `now` is null while nobody has edited them: they are those that play. */
export interface TrimHistory {
  past: Part[][];
  now: Part[] | null;
  next: Part[][];
}

export const UNEDITED: TrimHistory = { past: [], now: null, next: [] };

/** Cuts are moved to the nearest picture, of which a film of many a second keeps only every other one or fewer. */
const FARTHEST_FRAMES = 3;
const FARTHEST_MS = 100;

/** Other parts play than before. Edits are kept, those that were made while a save was running among them. */
export function followShown(
  history: TrimHistory,
  { before, sent, shown, frameMs }: { before: KeptRanges; sent: KeptRanges | null; shown: KeptRanges; frameMs: number },
): TrimHistory {
  const { past, now, next } = history;
  if (!now) return history;
  // Saved in another window, and nothing was changed here since what plays was saved.
  if (!sent && isShownAlready(now, before)) return { past, now: partsOf(shown), next };
  if (!sent || !isResultOf(shown, sent, frameMs)) return history;
  const snap = (parts: Part[]) => snapParts(parts, { sent, shown, frameMs });
  const snapped = snap(now);
  // Two borders so near each other that they became one.
  const isLost = isShownAlready(now, sent) && !isShownAlready(snapped, shown);
  return { past: past.map(snap), now: isLost ? partsOf(shown) : snapped, next: next.map(snap) };
}

/** Whether what plays is what was sent, but for the pictures that cuts were moved to. */
export function isResultOf(shown: KeptRanges, sent: KeptRanges, frameMs: number): boolean {
  return isWithin(shown, sent, farthestMs(frameMs));
}

/** Whether each border is as near as that to the one that was sent; two that are so near each other may have become one. */
export function isWithin(shown: KeptRanges, sent: KeptRanges, mostMs: number): boolean {
  const borders = shown.flat();
  const isNear = (one: number | undefined, other: number | undefined) =>
    one !== undefined && other !== undefined && Math.abs(one - other) <= mostMs;
  const asked = sent.flat();
  let found = 0;
  for (let index = 0; index < asked.length; index += 1) {
    if (isNear(asked[index], borders[found])) found += 1;
    else if (isNear(asked[index], asked[index + 1])) index += 1;
    else return false;
  }
  return found === borders.length;
}

function farthestMs(frameMs: number): number {
  return Math.max(FARTHEST_MS, FARTHEST_FRAMES * frameMs);
}

/** Borders that are where they were when they were sent move along: else what nobody touched would be a change. */
function snapParts(
  parts: Part[],
  { sent, shown, frameMs }: { sent: KeptRanges; shown: KeptRanges; frameMs: number },
): Part[] {
  const sentBorders = new Set(sent.flat());
  const snap = (ms: number) => {
    if (!sentBorders.has(ms)) return ms;
    const nearest = shown
      .flat()
      .reduce((best, border) => (Math.abs(border - ms) < Math.abs(best - ms) ? border : best));
    return Math.abs(nearest - ms) <= farthestMs(frameMs) ? nearest : ms;
  };
  const snapped = parts.map((part) => ({ ...part, startMs: snap(part.startMs), endMs: snap(part.endMs) }));
  const isInOrder = snapped.every(
    ({ startMs, endMs }, index) => startMs < endMs && startMs >= (snapped[index - 1]?.endMs ?? 0),
  );
  return isInOrder ? snapped : parts;
}
