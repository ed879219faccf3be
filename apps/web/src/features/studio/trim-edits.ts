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
/** Times of players are in seconds. */
const ROUNDED_MS = 1;
/** So far it may have played before anybody looks. */
const REWOUND_MS = 500;

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

interface Played {
  fromMs: number;
  atMs: number;
  frameMs: number;
}

/**
 * What a preview does that has come from `fromMs` to `atMs` by playing, where that is behind the part that it was in: it goes
 * on with the next one, or stops and shows the last picture of the last one. Null: nothing, it plays on.
 */
export function leavesPart(
  parts: readonly Part[],
  { fromMs, atMs, frameMs }: Played,
): { kind: 'go-on' | 'stop'; atMs: number } | null {
  const left = parts.find(({ startMs, endMs }) => fromMs >= startMs && fromMs < endMs);
  if (!left || atMs < left.endMs || parts.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)) return null;
  const next = parts.find(({ startMs }) => startMs >= left.endMs);
  return next ? { kind: 'go-on', atMs: next.startMs } : { kind: 'stop', atMs: lastPictureMs(left, frameMs) };
}

/**
 * Where a preview begins that is played at `atMs`, having rested at `fromMs` before; null: where it is. From the end of the
 * last part it begins anew, as a film does from its end.
 */
export function beginsAt(parts: readonly Part[], { fromMs, atMs, frameMs }: Played): number | null {
  const [first] = parts;
  const last = parts.at(-1);
  if (!first || !last) return null;
  const endMs = lastPictureMs(last, frameMs) - ROUNDED_MS;
  if (atMs >= endMs && atMs <= last.endMs) return first.startMs;
  // At the end of the whole film the player itself goes back to its beginning, which may be cut out.
  const isRewound = fromMs >= endMs && atMs < first.startMs && atMs < REWOUND_MS;
  return isRewound ? first.startMs : null;
}

function lastPictureMs({ startMs, endMs }: Part, frameMs: number): number {
  return Math.max(startMs, Math.round(endMs - frameMs));
}

function between(least: number, ms: number, most: number): number {
  return Math.round(Math.max(least, Math.min(most, ms)));
}
