import { parseTime } from '@kinora/player/headless';

export type TimedPart = { kind: 'text'; text: string } | { kind: 'time'; text: string; seconds: number };

const PATTERN = /(?<![\d:.])((?:\d{1,2}:)?\d{1,2}:[0-5]\d)(?![\d:])/g;

/** Splits a text into what is only text, and times that lie within the film. */
export function splitTimes(text: string, durationS: number): TimedPart[] {
  const parts: TimedPart[] = [];
  let done = 0;
  for (const match of text.matchAll(PATTERN)) {
    const seconds = parseTime(match[0]);
    if (seconds === null || (durationS > 0 && seconds > durationS)) continue;
    if (match.index > done) parts.push({ kind: 'text', text: text.slice(done, match.index) });
    parts.push({ kind: 'time', text: match[0], seconds });
    done = match.index + match[0].length;
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}
