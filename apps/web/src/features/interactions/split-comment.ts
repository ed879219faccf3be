import { splitTimes } from '../playback/split-times.ts';

export type CommentPart =
  | { kind: 'text'; text: string }
  | { kind: 'time'; text: string; seconds: number }
  | { kind: 'mention'; text: string; handle: string }
  | { kind: 'link'; text: string };

const LINK = /https?:\/\/[^\s<>"]+/g;
/** What ends a sentence is no part of an address. */
const END = /[.,;:!?)\]}'"»”]+$/;

/** Splits a comment into text, addresses, names of channels, and times that lie within the film. */
export function splitComment(
  text: string,
  { mentions, durationS }: { mentions: readonly { handle: string }[]; durationS: number },
): CommentPart[] {
  const parts: CommentPart[] = [];
  let done = 0;
  for (const match of text.matchAll(LINK)) {
    const address = match[0].replace(END, '');
    if (!URL.canParse(address)) continue;
    parts.push(...named(text.slice(done, match.index), mentions, durationS), { kind: 'link', text: address });
    done = match.index + address.length;
  }
  return [...parts, ...named(text.slice(done), mentions, durationS)];
}

function named(text: string, mentions: readonly { handle: string }[], durationS: number): CommentPart[] {
  if (mentions.length === 0) return splitTimes(text, durationS);
  const known = mentions.map(({ handle }) => handle.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // The longest first: one handle may begin with another.
  const names = known.toSorted((a, b) => b.length - a.length).join('|');
  const pattern = new RegExp(`@(${names})(?![\\p{L}\\p{N}_-])`, 'giu');
  const parts: CommentPart[] = [];
  let done = 0;
  for (const match of text.matchAll(pattern)) {
    parts.push(...splitTimes(text.slice(done, match.index), durationS), {
      kind: 'mention',
      text: match[0],
      handle: match[1] ?? '',
    });
    done = match.index + match[0].length;
  }
  return [...parts, ...splitTimes(text.slice(done), durationS)];
}
