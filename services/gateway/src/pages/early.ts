import type { FastifyRequest } from 'fastify';
import { escapeHtml } from './addresses.ts';

/** As the build of the web app writes it (`early.json`). */
export interface Early {
  pages: EarlyPage[];
  /** By language: what the shell says, and what all other pages say. */
  words: Record<string, { shell?: string; rest?: string }>;
}

interface EarlyPage {
  /** `$` stands for one part of it, in `lists` and `asks` too. */
  path: string;
  modules: string[];
  styles: string[];
  /** They answer everybody alike. */
  lists: string[];
  /** They answer visitors without a token. */
  asks: string[];
}

/** The cookies of identity; only whether there is one matters here, not whose. */
const SESSION = /(?:^|;\s*)(?:__Host-)?kinora=[^;]/;

interface EarlyLinks {
  /** Before all else: what is asked for. */
  first: string;
  /** After the shell, which runs before them. */
  last: string;
}

/** For the `<head>`: what a page asks for first is on its way before its script has been read. */
export function earlyLinks(
  early: Early,
  { url, headers }: Pick<FastifyRequest, 'url' | 'headers'>,
  { open }: { open: boolean },
): EarlyLinks {
  const [path = ''] = url.split('?');
  const isVisitor = !SESSION.test(headers.cookie ?? '');
  const words = early.words[languageOf(early, headers['accept-language'])] ?? {};
  const first = isVisitor ? ['<meta name="kinora-visitor" content="nobody">'] : [];
  const last = words.shell ? [module(words.shell)] : [];
  for (const page of early.pages) {
    const part = partOf(page.path, path);
    if (part === undefined) continue;
    // Browsers take an answer that is on its way also for a request with more to show, such as a password's grant.
    const asked = isVisitor && open ? [...page.asks, ...page.lists] : page.lists;
    first.push(
      ...asked.map((address) =>
        link(
          'preload',
          address.replace('$', () => part),
          'as="fetch" ',
        ),
      ),
    );
    last.push(...page.styles.map((address) => link('preload', address, 'as="style" ')));
    if (page.modules.length > 0 && words.rest) last.push(module(words.rest));
    last.push(...page.modules.map(module));
    break;
  }
  return { first: first.join('\n'), last: last.join('\n') };
}

function link(rel: string, href: string, more = ''): string {
  return `<link rel="${rel}" ${more}crossorigin href="${escapeHtml(href)}">`;
}

/** Only fetched: `modulepreload` would compile them as well, before the shell has run. */
const module = (address: string) => link('preload', address, 'as="script" ');

/** Of the languages that there are, the one that the browser names first; whoever has chosen another one waits for it. */
function languageOf({ words }: Early, header = ''): string {
  const named = header.split(',').map((tag) => tag.trim().split(/[-;]/)[0]?.toLowerCase() ?? '');
  return named.find((code) => Object.hasOwn(words, code)) ?? 'en';
}

/** What `$` stands for in this path, as an address has it; undefined where the path is of another page. */
function partOf(pattern: string, path: string): string | undefined {
  const [start = '', end] = pattern.split('$');
  if (end === undefined) return path === pattern ? '' : undefined;
  const part = path.startsWith(start) ? path.slice(start.length) : '';
  if (part === '' || part.includes('/')) return undefined;
  try {
    return encodeURIComponent(decodeURIComponent(part));
  } catch {
    return undefined;
  }
}
