import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backToApp } from './authorization-request.ts';
import { matchesRedirectUri, mayBeRedirectUri } from './redirect-uri.ts';

test('a native app comes back to its own machine, its own scheme or its own site', () => {
  for (const uri of [
    'http://127.0.0.1/callback',
    'http://[::1]:8123/',
    'org.example.films:/callback',
    'org.example.films://callback',
    'https://app.example.org/callback',
  ])
    assert.equal(mayBeRedirectUri(uri, 'native'), true, uri);
  for (const uri of [
    'http://app.example.org/',
    'http://127.0.0.1.evil.example/',
    'http://127.0.0.1@evil.example/',
    'http://localhost/',
    'javascript:alert(1)',
    'data:text/html,x',
    'films:/callback',
    'https://app.example.org/#x',
    'https://me@app.example.org/',
    'https://app.example.org\\@evil.example/',
    '//evil.example/',
    '',
  ])
    assert.equal(mayBeRedirectUri(uri, 'native'), false, uri);
});

test('a tool comes back to an address of the web', () => {
  for (const uri of ['https://wiki.example.org/cb?x=1', 'http://wiki.lan/cb'])
    assert.equal(mayBeRedirectUri(uri, 'tool'), true, uri);
  for (const uri of ['org.example.films:/callback', 'javascript:alert(1)', 'ftp://wiki.example.org/'])
    assert.equal(mayBeRedirectUri(uri, 'tool'), false, uri);
});

test('addresses are compared letter by letter, but for the port of this machine', () => {
  const matches = (given: string, registered: string, kind: 'native' | 'tool' = 'native') =>
    matchesRedirectUri(given, [registered], kind);
  assert.equal(matches('http://127.0.0.1:49152/cb', 'http://127.0.0.1/cb'), true);
  assert.equal(matches('http://127.0.0.1:49152/cb', 'http://127.0.0.1:80/cb'), true);
  assert.equal(matches('http://127.0.0.1:49152/other', 'http://127.0.0.1/cb'), false);
  assert.equal(matches('http://127.0.0.1:49152/cb?x', 'http://127.0.0.1/cb'), false);
  assert.equal(matches('http://[::1]:49152/cb', 'http://127.0.0.1/cb'), false);
  assert.equal(matches('http://127.0.0.1:1@evil.example/cb', 'http://127.0.0.1/cb'), false);
  assert.equal(matches('http://127.0.0.1:49152/cb', 'http://127.0.0.1/cb', 'tool'), false);
  assert.equal(matches('https://wiki.example.org/cb', 'https://wiki.example.org/cb', 'tool'), true);
  assert.equal(matches('https://wiki.example.org/cb/', 'https://wiki.example.org/cb', 'tool'), false);
  assert.equal(matches('https://wiki.example.org:8443/cb', 'https://wiki.example.org/cb', 'tool'), false);
  assert.equal(matches('https://wiki.example.org/cb/../evil', 'https://wiki.example.org/cb', 'tool'), false);
});

test('what an address asks already stays when somebody is sent back to it', () => {
  assert.equal(backToApp('https://a.example/?of=x', { code: 'c', state: undefined }), 'https://a.example/?of=x&code=c');
  assert.equal(backToApp('org.example.films:/cb', { state: 'a&b' }), 'org.example.films:/cb?state=a%26b');
});
