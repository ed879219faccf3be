export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'emphasis'; parts: Inline[] }
  | { kind: 'link'; href: string; parts: Inline[] };

export type Block =
  | { kind: 'heading'; level: 2 | 3; parts: Inline[] }
  | { kind: 'paragraph' | 'quote'; parts: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] };

const MOST_BLOCKS = 500;

/** A small part of Markdown as a tree: markup of any other kind stays text, as pages make no HTML of it. */
export function parseRichText(source: string): Block[] {
  const groups = source.replaceAll('\r\n', '\n').split(/\n{2,}/);
  return groups.flatMap(parseGroup).slice(0, MOST_BLOCKS);
}

function parseGroup(group: string): Block[] {
  const lines = group.split('\n').filter((line) => line.trim() !== '');
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? '';
    const heading = /^(#{1,3})\s+(.+)$/.exec(line);
    if (heading) {
      blocks.push({ kind: 'heading', level: heading[1] === '#' ? 2 : 3, parts: parseInline(heading[2] ?? '') });
      at++;
      continue;
    }
    const kind = kindOf(line);
    const end = lines.findIndex((one, index) => index > at && kindOf(one) !== kind);
    const run = lines.slice(at, end === -1 ? undefined : end);
    blocks.push(toBlock(kind, run));
    at += run.length;
  }
  return blocks;
}

type Kind = 'bullets' | 'numbers' | 'quote' | 'heading' | 'paragraph';

function kindOf(line: string): Kind {
  if (/^\s*[-*]\s+\S/.test(line)) return 'bullets';
  if (/^\s*\d{1,3}[.)]\s+\S/.test(line)) return 'numbers';
  if (/^>\s?/.test(line)) return 'quote';
  return /^#{1,3}\s+./.test(line) ? 'heading' : 'paragraph';
}

function toBlock(kind: Kind, lines: string[]): Block {
  const without = (start: RegExp) => lines.map((line) => line.replace(start, ''));
  switch (kind) {
    case 'bullets':
      return { kind: 'list', ordered: false, items: without(/^\s*[-*]\s+/).map((item) => parseInline(item)) };
    case 'numbers':
      return { kind: 'list', ordered: true, items: without(/^\s*\d{1,3}[.)]\s+/).map((item) => parseInline(item)) };
    case 'quote':
      return { kind: 'quote', parts: parseInline(without(/^>\s?/).join(' ')) };
    case 'heading':
    case 'paragraph':
      return { kind: 'paragraph', parts: parseInline(lines.join('\n')) };
    default:
      return kind satisfies never;
  }
}

const INLINE =
  /\*\*(?<strong>[^*\n]+)\*\*|(?<![\w*])\*(?<emphasis>[^*\n]+)\*(?!\w)|\[(?<label>[^[\]\n]{1,200})\]\((?<href>[^()\s]{1,2000})\)|(?<bare>https?:\/\/[^\s<>"]+)/g;

function parseInline(text: string, within = false): Inline[] {
  const parts: Inline[] = [];
  let done = 0;
  const add = (part: Inline, match: RegExpExecArray, length = match[0].length) => {
    if (match.index > done) parts.push({ kind: 'text', text: text.slice(done, match.index) });
    parts.push(part);
    done = match.index + length;
  };
  for (const match of text.matchAll(INLINE)) {
    const { strong, emphasis, label, href, bare } = match.groups ?? {};
    if (strong) add({ kind: 'strong', parts: parseInline(strong, within) }, match);
    else if (emphasis) add({ kind: 'emphasis', parts: parseInline(emphasis, within) }, match);
    else if (within) continue;
    else if (bare) {
      const address = withoutTail(bare);
      const parts: Inline[] = [{ kind: 'text', text: address }];
      if (safeHref(address)) add({ kind: 'link', href: address, parts }, match, address.length);
    } else if (label && href && safeHref(href)) add({ kind: 'link', href, parts: parseInline(label, true) }, match);
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

/** Addresses that open a page or a mail; nothing that runs. */
function safeHref(href: string): boolean {
  if (/^\/(?![/\\])/.test(href)) return true;
  const url = URL.parse(href);
  return url !== null && ['https:', 'http:', 'mailto:'].includes(url.protocol);
}
