import type { Cue } from '../captions/cue.ts';

/** Parts of a film that are shown, one after the other: ascending, apart from each other, [start, end) in one unit. */
export type KeptRanges = readonly (readonly [start: number, end: number])[];

/** How long the parts are together. */
export function keptLength(ranges: KeptRanges): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Where a time of the whole film is in what is shown of it; what is cut out is where it was cut. */
export function shownTime(ranges: KeptRanges, time: number): number {
  return ranges.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(time, end) - start), 0);
}

/** Whether a moment of the whole film is shown. */
export function isShown(ranges: KeptRanges, time: number): boolean {
  return ranges.some(([start, end]) => time >= start && time < end);
}

/** The moment of the whole film that is shown at a time; at a cut, the one after it. */
export function wholeTime(ranges: KeptRanges, shown: number): number {
  let before = 0;
  for (const [start, end] of ranges) {
    if (shown < before + end - start) return start + Math.max(0, shown - before);
    before += end - start;
  }
  return (ranges.at(-1)?.[1] ?? 0) + Math.max(0, shown - before);
}

/** Up to which moment of the whole film something lasts that ends at a shown time; at a cut, the one before it. */
export function wholeEnd(ranges: KeptRanges, shown: number): number {
  let before = 0;
  for (const [start, end] of ranges) {
    if (shown <= before + end - start) return start + Math.max(0, shown - before);
    before += end - start;
  }
  return (ranges.at(-1)?.[1] ?? 0) + Math.max(0, shown - before);
}

/** Captions of the whole film as they are shown with parts of it. Those of what is cut out are left out. */
export function showCues(cues: readonly Cue[], ranges: KeptRanges): Cue[] {
  return cues.flatMap((cue) => {
    const startMs = shownTime(ranges, cue.startMs);
    const endMs = shownTime(ranges, cue.endMs);
    return endMs > startMs ? [{ ...cue, startMs, endMs }] : [];
  });
}

/** The way back: captions of what is shown, with those that `before` had for what is cut out. */
export function wholeCues(shown: readonly Cue[], ranges: KeptRanges, before: readonly Cue[]): Cue[] {
  const hidden = before.filter((cue) => shownTime(ranges, cue.endMs) <= shownTime(ranges, cue.startMs));
  const moved = shown.map((cue) => ({
    ...cue,
    startMs: wholeTime(ranges, cue.startMs),
    endMs: wholeEnd(ranges, cue.endMs),
  }));
  return [...moved, ...hidden].sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
}
