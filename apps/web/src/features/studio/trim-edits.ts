import type { KeptRanges } from '@kinora/media';

/** A part of the video that is kept, in milliseconds of what plays. */
export interface Part {
  /** Of this page alone, so that a row stays the same while it is edited. */
  id: number;
  startMs: number;
  endMs: number;
}

export const MOST_PARTS = 100;
const SHORTEST_MS = 1000;

/** All of it. */
export function wholeParts(durationMs: number): Part[] {
  return [{ id: 0, startMs: 0, endMs: durationMs }];
}

/** The part that a moment lies in; at a border the one that begins. */
export function partAt(parts: readonly Part[], ms: number): Part | undefined {
  return parts.findLast(({ startMs, endMs }) => ms >= startMs && ms <= endMs);
}

/** In two, where a part goes on for a picture or more on both sides; the same parts elsewhere. */
export function cutAt(parts: Part[], ms: number, frameMs: number): Part[] {
  const id = Math.max(...parts.map((part) => part.id)) + 1;
  const place = parts.findIndex(({ startMs, endMs }) => ms >= startMs + frameMs && ms <= endMs - frameMs);
  const part = parts[place];
  return part ? parts.toSpliced(place, 1, { ...part, endMs: ms }, { id, startMs: ms, endMs: part.endMs }) : parts;
}

/** A border of a part moves between its other border and the part beside it. */
export function movePart(
  parts: Part[],
  {
    id,
    border,
    ms,
    durationMs,
    frameMs,
  }: { id: number; border: 'start' | 'end'; ms: number; durationMs: number; frameMs: number },
): Part[] {
  const place = parts.findIndex((part) => part.id === id);
  const part = parts[place];
  if (!part) return parts;
  const moved =
    border === 'start'
      ? { ...part, startMs: between(parts[place - 1]?.endMs ?? 0, ms, part.endMs - frameMs) }
      : { ...part, endMs: between(part.startMs + frameMs, ms, parts[place + 1]?.startMs ?? durationMs) };
  return moved.startMs === part.startMs && moved.endMs === part.endMs ? parts : parts.with(place, moved);
}

export const removePart = (parts: Part[], id: number): Part[] => parts.filter((part) => part.id !== id);

export function keptMs(parts: readonly Part[]): number {
  return parts.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Why they cannot be saved. */
export function problemOf(parts: readonly Part[]): 'short' | 'many' | null {
  if (keptMs(parts) < SHORTEST_MS) return 'short';
  return parts.length > MOST_PARTS ? 'many' : null;
}

/** The same parts in times of the whole film, of which `kept` plays now: a part may span what was cut out before. */
export function wholeRanges(parts: readonly Part[], kept: KeptRanges): [number, number][] {
  const ranges: [number, number][] = [];
  for (const part of parts) {
    let before = 0;
    for (const [start, end] of kept) {
      const from = Math.max(part.startMs, before);
      const until = Math.min(part.endMs, before + end - start);
      if (until > from) join(ranges, [start + from - before, start + until - before]);
      before += end - start;
    }
  }
  return ranges;
}

function join(ranges: [number, number][], [start, end]: [number, number]): void {
  const last = ranges.at(-1);
  if (last && last[1] === start) last[1] = end;
  else ranges.push([start, end]);
}

/** Where a preview goes on that has come from `fromMs` to `atMs` by playing; null: where it is. */
export function skipTo(parts: readonly Part[], fromMs: number, atMs: number): number | null {
  const left = parts.find(({ startMs, endMs }) => fromMs >= startMs && fromMs < endMs);
  if (!left || atMs < left.endMs || parts.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)) return null;
  return parts.find(({ startMs }) => startMs >= left.endMs)?.startMs ?? null;
}

function between(least: number, ms: number, most: number): number {
  return Math.round(Math.max(least, Math.min(most, ms)));
}
