import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import compile from 'icu-minify/compile';

type Messages = { [name: string]: string | Messages };

const messages = JSON.parse(readFileSync(new URL('../messages/en.json', import.meta.url), 'utf8')) as Messages;

function leaves(part: Messages, path = ''): [string, string][] {
  return Object.entries(part).flatMap(([name, value]): [string, string][] => {
    const here = path ? `${path}.${name}` : name;
    return typeof value === 'string' ? [[here, value]] : leaves(value, here);
  });
}

test('every message compiles and says something', () => {
  for (const [path, message] of leaves(messages)) {
    assert.notEqual(message.trim(), '', path);
    assert.doesNotThrow(() => compile(message), path);
  }
});

test('style sheets and pages use logical sides, so that right-to-left works', () => {
  const files = globSync('**/*.{tsx,ts}', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'));
  assert.ok(files.length > 50);
  const physical =
    /[\s"'`:](?:-?m[lr]|p[lr]|left|right|border-[lr]|rounded-[lrtb][lr]?|text-left|text-right)-(?:\[|\d)|text-(?:left|right)["'`\s]/;
  for (const file of files) {
    const source = readFileSync(new URL(file, `file://${import.meta.dirname}/`), 'utf8');
    assert.doesNotMatch(source, physical, file);
  }
});
