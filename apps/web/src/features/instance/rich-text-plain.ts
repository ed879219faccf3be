import { type Inline, parseRichText } from './rich-text-parse.ts';

/** Its words without their form, in one line: for places that have room for no more. */
export function plainText(source: string): string {
  return parseRichText(source)
    .flatMap((block) => (block.kind === 'list' ? block.items.map(wordsOf) : [wordsOf(block.parts)]))
    .join(' · ')
    .replaceAll('\n', ' ');
}

function wordsOf(parts: Inline[]): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : wordsOf(part.parts))).join('');
}
