/** What may stand in a caption; a deeper nesting is text without its tag. */
const MAX_DEPTH = 8;
const MAX_NAME_CHARS = 100;
const MAX_TAG_CHARS = 250;

const TAGS = new Set(['b', 'i', 'u', 'ruby', 'rt', 'v', 'c']);
/** WebVTT §5.1: the classes that every player knows. Others would be ways into somebody's style sheet. */
const COLOURS = new Set(['white', 'lime', 'cyan', 'red', 'yellow', 'magenta', 'blue', 'black']);
const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: '\u00a0',
  lrm: '\u200e',
  rlm: '\u200f',
};

/**
 * WebVTT cue text with nothing in it but words, line ends and the tags that we keep: `b`, `i`, `u`, `ruby`, `rt`,
 * `v` with a name, `c` with a colour. Everything else loses its tag and keeps its words. Any text is accepted, the result
 * of any is accepted again and stays as it is, and never holds `-->` or an empty line.
 */
export function rewriteCueText(text: string): string {
  const out: string[] = [];
  const open: string[] = [];
  let at = 0;
  while (at < text.length) {
    const less = text.indexOf('<', at);
    if (less !== at) {
      const end = less < 0 ? text.length : less;
      out.push(escapeText(decodeEntities(text.slice(at, end))));
      at = end;
      continue;
    }
    const tag = readTag(text, at);
    if (!tag) {
      out.push('&lt;');
      at += 1;
      continue;
    }
    at = tag.end;
    if (!TAGS.has(tag.name)) continue;
    if (!tag.closes) {
      if (open.length >= MAX_DEPTH) continue;
      open.push(tag.name);
      out.push(writeTag(tag));
    } else if (open.includes(tag.name)) {
      for (let name = open.pop(); name !== undefined; name = name === tag.name ? undefined : open.pop())
        out.push(`</${name}>`);
    }
  }
  for (const name of open.toReversed()) out.push(`</${name}>`);
  return tidyLines(out.join(''));
}

/** The words of a caption for people, without tags. */
export function plainCueText(text: string): string {
  return decodeEntities(text.replaceAll(/<[^>]*>/g, ''));
}

interface Tag {
  name: string;
  closes: boolean;
  classes: string[];
  annotation: string;
  end: number;
}

/** Undefined when what begins here is no tag: `a < b` stays as it is written. */
function readTag(text: string, at: number): Tag | undefined {
  const end = text.slice(at, at + MAX_TAG_CHARS).indexOf('>');
  if (end < 0) return undefined;
  const inner = text.slice(at + 1, at + end);
  const [, slash = '', head = '', annotation = ''] = /^(\/?)([a-z0-9][^\s<]*)((?:\s[^<]*)?)$/i.exec(inner) ?? [];
  if (head === '') return undefined;
  const [name = '', ...classes] = head.split('.');
  return { name: name.toLowerCase(), closes: slash !== '', classes, annotation, end: at + end + 1 };
}

function writeTag({ name, classes, annotation }: Tag): string {
  if (name === 'c') return ['<c', ...new Set(classes.filter((each) => COLOURS.has(each)))].join('.').concat('>');
  if (name !== 'v') return `<${name}>`;
  const speaker = decodeEntities(annotation)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they become spaces, and a name of spaces is none
    .replaceAll(/[\s\u0001-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, MAX_NAME_CHARS)
    // The end of the tag must not make an arrow of them.
    .replace(/[\s-]+$/, '');
  return speaker === '' ? '<v>' : `<v ${escapeText(speaker)}>`;
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '';
  });
}

function escapeText(text: string): string {
  return (
    text
      .toWellFormed()
      .replaceAll('\0', '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
      .replaceAll(/[\u0001-\u0009\u000b-\u001f\u007f-\u009f]/g, ' ')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
  );
}

/** An empty line would end the caption. */
function tidyLines(text: string): string {
  return text
    .split(/[\n\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}
