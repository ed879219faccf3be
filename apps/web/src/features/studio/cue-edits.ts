import { type Cue, writeCaptions } from '@kinora/media';

/** A caption in the making: its text is as people write it, `&` and `>` included, with the tags of WebVTT. */
export interface EditedCue {
  /** Of this page alone, so that a row stays the same while it is edited. */
  id: number;
  startMs: number;
  endMs: number;
  text: string;
  top?: boolean;
}

const NEW_MS = 2000;
const SHORTEST_MS = 300;

export function editedCues(cues: readonly Cue[]): EditedCue[] {
  return cues.map((cue, id) => ({ ...cue, id, text: cue.text.replaceAll('&gt;', '>').replaceAll('&amp;', '&') }));
}

/** What is sent; the server reads it as it reads any file. */
export function writeEdited(cues: readonly EditedCue[]): string {
  return writeCaptions(cues);
}

export const changeCue = (cues: readonly EditedCue[], id: number, change: Partial<EditedCue>): EditedCue[] =>
  cues.map((cue) => (cue.id === id ? { ...cue, ...change } : cue));

export const deleteCue = (cues: readonly EditedCue[], id: number): EditedCue[] => cues.filter((cue) => cue.id !== id);

/** All of them earlier or later; none before the film. */
export function shiftCues(cues: readonly EditedCue[], byMs: number): EditedCue[] {
  return cues.map((cue) => {
    const startMs = Math.max(0, cue.startMs + byMs);
    return { ...cue, startMs, endMs: Math.max(startMs + SHORTEST_MS, cue.endMs + byMs) };
  });
}

/** Where somebody is in the film, in order, and ended before the next one begins. */
export function addCue(cues: readonly EditedCue[], atMs: number): { cues: EditedCue[]; id: number } {
  const id = nextId(cues);
  const place = cues.findIndex(({ startMs }) => startMs > atMs);
  const next = cues[place];
  const endMs = next ? Math.max(atMs + SHORTEST_MS, Math.min(atMs + NEW_MS, next.startMs)) : atMs + NEW_MS;
  const added = { id, startMs: atMs, endMs, text: '' };
  return { cues: place === -1 ? [...cues, added] : cues.toSpliced(place, 0, added), id };
}

/** In two at the caret, or at the word nearest to the middle; the time is shared as the text is. */
export function splitCue(cues: readonly EditedCue[], id: number, caret: number | null): EditedCue[] {
  return cues.flatMap((cue) => {
    if (cue.id !== id) return [cue];
    const at = caret !== null && caret > 0 && caret < cue.text.length ? caret : middleOf(cue.text);
    const share = cue.text.length === 0 ? 0.5 : at / cue.text.length;
    const betweenMs = Math.round(cue.startMs + (cue.endMs - cue.startMs) * Math.min(0.9, Math.max(0.1, share)));
    return [
      { ...cue, endMs: betweenMs, text: cue.text.slice(0, at).trim() },
      { ...cue, id: nextId(cues), startMs: betweenMs, text: cue.text.slice(at).trim() },
    ];
  });
}

function middleOf(text: string): number {
  const middle = text.length / 2;
  const gaps = [...text.matchAll(/\s+/g)].map(({ index }) => index);
  return gaps.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.round(middle);
}

function nextId(cues: readonly EditedCue[]): number {
  return cues.reduce((most, { id }) => Math.max(most, id), -1) + 1;
}

/** Why it cannot be saved as it is. */
export function problemOf(cue: EditedCue): 'empty' | 'times' | null {
  if (cue.endMs <= cue.startMs) return 'times';
  return cue.text.trim() === '' ? 'empty' : null;
}

/** `1:02.500`, `1:00:02.500`. */
export function formatCueTime(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const seconds = `${Math.floor(whole / 1000) % 60}`.padStart(2, '0');
  const minutes = Math.floor(whole / 60_000);
  const rest = `${seconds}.${`${whole % 1000}`.padStart(3, '0')}`;
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${`${minutes % 60}`.padStart(2, '0')}:${rest}`;
}

/** Milliseconds of `62.5`, `1:02`, `1:02.5`, `1:00:02,500`; null for anything else. */
export function parseCueTime(text: string): number | null {
  const [, hours = '0', minutes = '0', seconds, fraction = '0'] =
    /^(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,5})(?:[.,](\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (seconds === undefined) return null;
  if (text.includes(':') && Number(seconds) > 59) return null;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));
}

/** Like `parseCueTime`, with a sign: `-1.5`. */
export function parseShift(text: string): number | null {
  const [, sign, rest = ''] = /^\s*([+−-]?)\s*(.*)$/.exec(text) ?? [];
  const ms = parseCueTime(rest);
  return ms === null ? null : sign === '-' || sign === '−' ? -ms : ms;
}
