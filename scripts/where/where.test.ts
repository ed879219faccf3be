import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { services } from '@kinora/server';
import { candidateFiles, declares, listPlaces, ROOT } from './list-places.ts';
import { routeFiles } from './read-pages.ts';

const places = await listPlaces();

test('every operation, method and consumer of every service has exactly one file', () => {
  for (const service of services) {
    const expected = [
      ...service.routes.map(({ method, path }) => `${method} ${path}`),
      ...(service.provides?.methods ?? []).map(({ name }) => `${service.name}.${name}`),
      ...service.listens.map(({ event }) => `${service.name} hears ${event.name}`),
    ];
    for (const what of expected) {
      assert.equal(places.filter((place) => (place.operations ?? [place.what]).includes(what)).length, 1, what);
    }
  }
});

test('every file that declares one belongs to exactly one entry', async () => {
  const wrong: string[] = [];
  for (const file of await candidateFiles()) {
    const entries = places.filter((place) => place.file === file);
    if (entries.length !== ((await declares(file)) ? 1 : 0)) wrong.push(`${file}: ${entries.length}`);
    const [first, ...others] = entries[0]?.operations ?? [];
    const variants = [first, ...others].filter((operation) => /^(HEAD|OPTIONS) /.test(operation ?? ''));
    if (others.length > 0 && variants.length < others.length) wrong.push(`${file}: ${first}, ${others.join(', ')}`);
  }
  assert.deepEqual(wrong, []);
});

test('every method of a contract is answered', () => {
  for (const { name, provides } of services) {
    const promised = provides?.service.methods.map((method) => method.localName).sort() ?? [];
    assert.deepEqual(provides?.methods.map((method) => method.name).sort() ?? [], promised, name);
  }
});

test('every page has a file, and every file of a page has a place', async () => {
  const pages = places.filter(({ kind }) => kind === 'page');
  assert.ok(pages.length > 0);
  for (const { file } of pages) assert.ok(existsSync(join(ROOT, file)), file);
  const features = await readdir(join(ROOT, 'apps/web/src/features'), { recursive: true });
  const files = features.filter((path) => path.endsWith('-page.tsx')).map((path) => `apps/web/src/features/${path}`);
  assert.deepEqual(
    files.filter((file) => !pages.some((page) => page.file === file)),
    [],
  );
});

test('a page of the routes is never missed', async () => {
  const sources = await Promise.all((await routeFiles(ROOT)).map((file) => readFile(join(ROOT, file), 'utf8')));
  const paths = [...sources.join('').matchAll(/\bpath: '([^']+)'/g)].map(([, path]) => path);
  assert.deepEqual(
    places
      .filter(({ kind }) => kind === 'page')
      .map(({ what }) => what)
      .sort(),
    paths.sort(),
  );
});
