import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { services } from '@kinora/server';
import { readPages } from './read-pages.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Something that the product can do, and the one file that holds it. */
export interface Place {
  kind: 'operation' | 'rpc' | 'consumer' | 'page';
  what: string;
  file: string;
  /** Operations that are one: `HEAD` beside its `GET`, `OPTIONS` of a collection and of what is in it. */
  operations?: string[];
}

const FOLDERS = { http: 'operation', rpc: 'rpc', consumers: 'consumer' } as const;

/** Every API operation, RPC method, event consumer and page. */
export async function listPlaces(): Promise<Place[]> {
  const places: Place[] = [];
  for (const file of await candidateFiles()) {
    const values = await exportsOf(file);
    for (const service of services) {
      const operations = service.routes
        .filter((route) => values.includes(route))
        .map(({ method, path }) => `${method} ${path}`);
      if (operations.length > 0) places.push({ kind: 'operation', what: operations.join(', '), file, operations });
      for (const method of service.provides?.methods ?? []) {
        if (values.includes(method)) places.push({ kind: 'rpc', what: `${service.name}.${method.name}`, file });
      }
      for (const consumer of service.listens) {
        if (values.includes(consumer)) {
          places.push({ kind: 'consumer', what: `${service.name} hears ${consumer.event.name}`, file });
        }
      }
    }
  }
  places.push(...(await readPages(ROOT)));
  return places.sort((a, b) => (a.what < b.what ? -1 : a.what > b.what ? 1 : 0));
}

/** Files of the folders whose listing is what a service can do. */
export async function candidateFiles(): Promise<string[]> {
  const files: string[] = [];
  for (const service of await readdir(join(ROOT, 'services'))) {
    for (const folder of Object.keys(FOLDERS)) {
      const path = `services/${service}/src/${folder}`;
      const names = await readdir(join(ROOT, path)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      files.push(...names.filter((name) => /(?<!\.test)\.ts$/.test(name)).map((name) => `${path}/${name}`));
    }
  }
  return files.sort();
}

/** Whether a file declares something of the kind that its folder is for; the others are helpers of these. */
export async function declares(file: string): Promise<boolean> {
  return /\bdefine(Route|Rpc|Consumer)\(/.test(await readFile(join(ROOT, file), 'utf8'));
}

async function exportsOf(file: string): Promise<unknown[]> {
  return Object.values((await import(pathToFileURL(join(ROOT, file)).href)) as Record<string, unknown>);
}
