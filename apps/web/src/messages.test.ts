import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import compile from 'icu-minify/compile';

type Messages = { [name: string]: string | Messages };

const read = (language: string) =>
  JSON.parse(readFileSync(new URL(`../messages/${language}.json`, import.meta.url), 'utf8')) as Messages;
const messages = read('en');

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

test('other languages say what English says, with the same parts put in', () => {
  const english = new Map(leaves(messages));
  const partsOf = (message: string) => [...message.matchAll(/\{(\w+)\s*[,}]/g)].map(([, name]) => name);
  for (const language of ['ar', 'ja']) {
    const said = leaves(read(language));
    assert.ok(said.length > 200, `${language} says ${said.length} messages`);
    for (const [path, message] of said) {
      const original = english.get(path);
      assert.ok(original !== undefined, `${language}: ${path} is no message`);
      assert.doesNotThrow(() => compile(message), `${language}: ${path}`);
      const known = partsOf(original);
      assert.deepEqual(
        partsOf(message).filter((part) => !known.includes(part)),
        [],
        `${language}: ${path}`,
      );
    }
  }
});

/** Of answers that no page asks for, or that it describes by their status. */
const FOR_PROGRAMS = [
  'gateway.no_such_channel',
  'gateway.no_such_page',
  'identity.refresh_token_invalid',
  'kernel.body_too_large',
  'kernel.headers_too_large',
  'kernel.idempotency_in_progress',
  'kernel.idempotency_key_reused',
  'kernel.malformed_request',
  'kernel.scope_missing',
  'kernel.token_expired',
  'kernel.too_many_requests',
  'kernel.unavailable',
  'kernel.unsupported_media_type',
  'playback.away',
  'playback.not_found',
  'uploads.parts_missing',
  'videos.captions_version_needed',
];

/** Their sentence holds what somebody wrote, or another server said: pages show it as it is. */
const WITH_A_REASON = [
  'identity.mail_busy',
  'identity.mail_credentials',
  'identity.mail_encryption',
  'identity.mail_protocol',
  'identity.mail_refused',
  'identity.mail_unreachable',
  'identity.suspended',
  'uploads.refused',
];

test('whatever the API refuses has words in every language', () => {
  const openapi = readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8');
  const codes = new Set([...openapi.matchAll(/`([a-z]+\.[a-z_]+)`/g)].map(([, code = '']) => code));
  const services = ['kernel', 'identity', 'channels', 'videos', 'uploads', 'transcoding', 'playback', 'gateway'];
  const refusals = [...codes].filter((code) => services.includes(code.split('.')[0] ?? ''));
  assert.ok(refusals.length > 100, `${refusals.length} codes were found`);
  const said = new Set(leaves(messages.errors as Messages).map(([path]) => path));
  assert.deepEqual(refusals.filter((code) => !said.has(code)).sort(), [...FOR_PROGRAMS, ...WITH_A_REASON].sort());
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
