import type { KeptRanges } from '@kinora/media';

/** A part of the film that is kept, in milliseconds of the whole film. */
export interface Part {
  /** Of this page alone, so that a row stays the same while it is edited. */
  id: number;
  startMs: number;
  endMs: number;
}

export const MOST_PARTS = 100;
const SHORTEST_MS = 1000;

export function partsOf(ranges: KeptRanges): Part[] {
  return ranges.map(([startMs, endMs], id) => ({ id, startMs, endMs }));
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

/** As the server takes them: what meets is one. */
export function rangesOf(parts: readonly Part[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (const { startMs, endMs } of parts) {
    const last = ranges.at(-1);
    if (last && last[1] === startMs) last[1] = endMs;
    else ranges.push([startMs, endMs]);
  }
  return ranges;
}

/** A part that was only divided, or moved there and back, changes nothing. */
export function isShownAlready(parts: readonly Part[], shown: KeptRanges): boolean {
  return JSON.stringify(rangesOf(parts)) === JSON.stringify(shown);
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
