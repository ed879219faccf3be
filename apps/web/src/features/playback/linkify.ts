import { parseTime } from '@kinora/player/headless';

export type DescriptionPart =
  | { kind: 'text'; text: string }
  | { kind: 'time'; text: string; seconds: number }
  | { kind: 'link'; text: string; href: string };

const PATTERN = /(https?:\/\/[^\s<>"]+)|(?<![\d:.])((?:\d{1,2}:)?\d{1,2}:[0-5]\d)(?![\d:])/g;

/** Splits a description into text, addresses, and times that lie within the film. */
export function linkify(text: string, durationS: number): DescriptionPart[] {
  const parts: DescriptionPart[] = [];
  let done = 0;
  const add = (part: DescriptionPart, from: number, to: number) => {
    if (from > done) parts.push({ kind: 'text', text: text.slice(done, from) });
    parts.push(part);
    done = to;
  };
  for (const match of text.matchAll(PATTERN)) {
    const from = match.index;
    if (match[1]) {
      const href = withoutTail(match[1]);
      if (URL.canParse(href)) add({ kind: 'link', text: href, href }, from, from + href.length);
      continue;
    }
    const seconds = parseTime(match[2] ?? '');
    if (seconds === null || (durationS > 0 && seconds > durationS)) continue;
    add({ kind: 'time', text: match[0], seconds }, from, from + match[0].length);
  }
  if (done < text.length) parts.push({ kind: 'text', text: text.slice(done) });
  return parts;
}

/** Punctuation after an address belongs to the sentence; a closing bracket only when it was opened before. */
function withoutTail(address: string): string {
  let end = address.replace(/[.,;:!?'"]+$/, '');
  while (end.endsWith(')') && count(end, ')') > count(end, '(')) end = end.slice(0, -1).replace(/[.,;:!?]+$/, '');
  return end;
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
