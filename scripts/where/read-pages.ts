import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Place } from './list-places.ts';

const ROUTER = 'apps/web/src/app/router.tsx';

/** Routes of the web app with the file of their page, read from the router's source. */
export async function readPages(root: string): Promise<Place[]> {
  const source = await readFile(join(root, ROUTER), 'utf8');
  const imports = new Map<string, string>();
  for (const [, names = '', path = ''] of source.matchAll(/^import \{([^}]+)\} from '(\.[^']+)';$/gm)) {
    for (const name of names.split(',')) imports.set(name.trim().replace(/^type /, ''), path);
  }
  const places: Place[] = [];
  for (const [, body = ''] of source.matchAll(/createRoute\(\{(.*?)\n?\}\);/gs)) {
    const path = /\bpath: '([^']+)'/.exec(body)?.[1];
    if (!path) continue;
    const lazy = /import\('([^']+)'\)/.exec(body)?.[1];
    const eager = /\bcomponent: (\w+)/.exec(body)?.[1];
    const file = lazy ?? (eager ? imports.get(eager) : undefined);
    if (!file) throw new Error(`The route ${path} of ${ROUTER} names no file for its page.`);
    places.push({ kind: 'page', what: path, file: relative(root, join(root, dirname(ROUTER), file)) });
  }
  return places;
}
