import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { generatedPages, ROOT, read, schemaFiles } from './pages.ts';

test('the generated pages say what the code says', async () => {
  for (const [path, content] of await generatedPages()) {
    // Not `equal`: it would print the whole page.
    assert.ok((await read(path)) === content, `${path} is stale: run npm run docs`);
  }
});

test('each error that an operation names is one of a service', async () => {
  const { paths } = JSON.parse(await read('docs/openapi.json')) as {
    paths: Record<string, Record<string, { 'x-errors': string[]; responses: Record<string, { description: string }> }>>;
  };
  const unknown = Object.values(paths)
    .flatMap((methods) => Object.values(methods))
    .flatMap(({ 'x-errors': codes, responses }) => {
      const told = Object.values(responses).map(({ description }) => description);
      return codes.filter((code) => !told.some((description) => description.includes(`\`${code}\``)));
    });
  assert.deepEqual(unknown, []);
});

test('the schema dumps and their drawing say what the migrations make', async () => {
  for (const [path, content] of await schemaFiles()) {
    assert.ok((await read(path)) === content, `${path} is stale: run npm run docs:schema`);
  }
});

test('links between the pages lead somewhere', async () => {
  const pages = [
    'README.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    ...(await below('docs')),
    ...(await below('services')),
  ];
  const broken: string[] = [];
  for (const page of pages.filter((path) => path.endsWith('.md'))) {
    for (const [, target = ''] of (await read(page)).matchAll(/\]\(([^)\s]+)\)/g)) {
      const path = target.split('#')[0] ?? '';
      // The picture of the home page is made from the running product.
      if (path === '' || /^https?:/.test(path) || path === 'docs/images/home.png') continue;
      if (!existsSync(join(ROOT, dirname(page), path))) broken.push(`${page} → ${target}`);
    }
  }
  assert.deepEqual(broken, []);
});

test('a decision has its parts and one page', async () => {
  const decisions = (await below('docs/decisions')).filter((path) => /\/\d{4}-[a-z0-9-]+\.md$/.test(path));
  assert.ok(decisions.length >= 6);
  for (const path of decisions) {
    const text = await read(path);
    assert.match(text, /^# \d{4}: /, path);
    for (const part of ['**Status**', '**Date**', '## Decision', '## Why', '## Evidence', '## Refused']) {
      assert.ok(text.includes(part), `${path} lacks ${part}`);
    }
    assert.ok(text.split('\n').length <= 60, `${path} is longer than a page`);
  }
});

async function below(folder: string): Promise<string[]> {
  const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length));
}
