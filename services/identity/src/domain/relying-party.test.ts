import assert from 'node:assert/strict';
import { test } from 'node:test';
import { relyingParty } from './relying-party.ts';

test('passkeys are for the public address, whatever a request says', () => {
  const expected = { id: 'films.example.org', origin: 'https://films.example.org' };
  assert.deepEqual(relyingParty('https://films.example.org', 'https://evil.example'), expected);
  assert.deepEqual(relyingParty('https://films.example.org/', 'http://localhost:8080'), expected);
});

test('without a public address there are passkeys on this machine only', () => {
  assert.deepEqual(relyingParty(undefined, 'http://localhost:8080'), {
    id: 'localhost',
    origin: 'http://localhost:8080',
  });
  for (const found of [
    'http://nas.local:8080',
    'https://evil.example',
    'http://127.0.0.1:8080',
    'http://[::1]:8080',
    'x',
  ])
    assert.equal(relyingParty(undefined, found), undefined, found);
});

test('there are none without https, and none at a bare address', () => {
  assert.equal(relyingParty('http://films.example.org', 'http://films.example.org'), undefined);
  assert.equal(relyingParty('https://192.0.2.7', 'https://192.0.2.7'), undefined);
  assert.equal(relyingParty('https://[2001:db8::1]', 'https://[2001:db8::1]'), undefined);
});
