import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Place } from './list-places.ts';

/** Pages of the web app with the file that holds each, read from the sources of its routes. */
export async function readPages(root: string): Promise<Place[]> {
  return (await Promise.all((await routeFiles(root)).map((file) => readRoutes(root, file)))).flat();
}

/** One for each feature that has pages. */
export async function routeFiles(root: string): Promise<string[]> {
  const files: string[] = [];
  for await (const file of glob('apps/web/src/features/*/routes.ts', { cwd: root })) files.push(file);
  return files.sort();
}

async function readRoutes(root: string, routes: string): Promise<Place[]> {
  const source = await readFile(join(root, routes), 'utf8');
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
    if (!file) throw new Error(`The route ${path} of ${routes} names no file for its page.`);
    places.push({ kind: 'page', what: path, file: relative(root, join(root, dirname(routes), file)) });
  }
  return places;
}
