import {
  CaptionError,
  type Cue,
  MAX_CAPTION_CHARS,
  MAX_CAPTION_CUES,
  MAX_CUE_CHARS,
  MAX_CUE_MS,
  MAX_WRITTEN_CUE_CHARS,
  SHORTEST_CUE_MS,
} from './cue.ts';
import { plainCueText, rewriteCueText } from './cue-text.ts';

const TIME = String.raw`(-?)(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})`;
const TIMES = new RegExp(`^\\s{0,20}${TIME}\\s{0,20}-->\\s{0,20}${TIME}(?![\\d:.,])`);
/** SubRip as written by Advanced SubStation's converters: `{\an8}` is at the top. */
const OVERRIDES = /\{\\[^{}]{0,100}\}/g;

/**
 * Reads WebVTT or SubRip, well made or not: any line ends, a BOM, indices or none, captions without an empty line
 * between them. Styles, regions, notes and placement other than "at the top" are left out; times are clamped, captions
 * sorted, their text is what `rewriteCueText` makes of it. Throws `CaptionError` and nothing else.
 */
export function parseCaptions(text: string): Cue[] {
  if (text.length > MAX_CAPTION_CHARS)
    throw new CaptionError('too-large', `The captions have more than ${MAX_CAPTION_CHARS} characters.`);
  const reader = new CueReader();
  let from = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (let number = 1; from <= text.length; number += 1) {
    const end = endOfLine(text, from);
    reader.line(text.slice(from, end), number);
    from = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return reader.finish();
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x0a || code === 0x0d) return at;
  }
  return text.length;
}

class CueReader {
  readonly #cues: Cue[] = [];
  #open: { startMs: number; endMs: number; top: boolean; lines: string[]; chars: number; line: number } | undefined;
  #timed = false;

  line(line: string, number: number): void {
    const times = line.includes('-->') ? TIMES.exec(line) : null;
    if (times) {
      // Without an empty line before it, the line above is the index of this caption.
      if (this.#open && /^\s*\d+\s*$/.test(this.#open.lines.at(-1) ?? '')) this.#open.lines.pop();
      this.#close();
      this.#begin(times, line, number);
    } else if (!this.#open) {
      // Header, index, STYLE, REGION, NOTE: everything outside a caption.
    } else if (line.trim() === '') {
      this.#close();
    } else {
      this.#open.chars += line.length;
      if (this.#open.chars > MAX_WRITTEN_CUE_CHARS) throw tooLong(this.#open.line);
      this.#open.lines.push(line);
    }
  }

  finish(): Cue[] {
    this.#close();
    if (!this.#timed)
      throw new CaptionError('not-captions', 'There is no line with two times such as 00:01.000 --> 00:04.000.');
    if (this.#cues.length === 0) throw new CaptionError('empty', 'There are times and no words.');
    return this.#cues.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  }

  #begin(times: RegExpExecArray, line: string, number: number): void {
    this.#timed = true;
    const settings = line.slice(times[0].length, times[0].length + 200);
    this.#open = {
      startMs: milliseconds(times, 1),
      endMs: milliseconds(times, 6),
      top: /(?:^|\s)line:(?:\d|[1-3]\d(?:\.\d+)?%|\d(?:\.\d+)?%)(?:,|\s|$)/.test(settings),
      lines: [],
      chars: 0,
      line: number,
    };
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (!open) return;
    const raw = open.lines.join('\n');
    const text = rewriteCueText(raw.replaceAll(OVERRIDES, ''));
    const words = plainCueText(text);
    if (words.trim() === '') return;
    // What is written is read again: tags that had to be closed and escapes count as well.
    if (words.length > MAX_CUE_CHARS || text.length > MAX_WRITTEN_CUE_CHARS) throw tooLong(open.line);
    if (this.#cues.length === MAX_CAPTION_CUES)
      throw new CaptionError('too-many', `There are more than ${MAX_CAPTION_CUES} captions.`, open.line);
    this.#cues.push({ ...clampTimes(open), text, ...(open.top || /\{\\an[789]\b/.test(raw) ? { top: true } : {}) });
  }
}

function tooLong(line: number): CaptionError {
  return new CaptionError('too-large', `The caption has more than ${MAX_CUE_CHARS} characters.`, line);
}

/** Within a film's possible time, and never shorter than can be seen. */
export function clampTimes({ startMs, endMs }: { startMs: number; endMs: number }): { startMs: number; endMs: number } {
  const within = (ms: number, most: number) => Math.max(0, Math.min(most, Math.round(ms)));
  const start = within(startMs, MAX_CUE_MS - SHORTEST_CUE_MS);
  const end = within(endMs, MAX_CUE_MS);
  return { startMs: start, endMs: end > start ? end : start + SHORTEST_CUE_MS };
}

function milliseconds(match: RegExpExecArray, from: number): number {
  const [sign, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match.slice(from, from + 5);
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction.padEnd(3, '0'));
  return sign === '-' ? -ms : ms;
}
