import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { newId } from '@kinora/kernel';
import { createMediaTokens, tokenLifetimeMs } from './media-token.ts';

const tokens = createMediaTokens(randomBytes(32));
const grant = { accountId: newId(), sessionId: newId(), epoch: 3, expiresAtMs: 2_000_000_000_000 };
const now = 1_900_000_000_000;

test('a token opens its own key until it expires', () => {
  const token = tokens.sign('key', grant);
  assert.deepEqual(tokens.verify('key', token, now), grant);
  assert.equal(tokens.verify('another', token, now), undefined);
  assert.equal(tokens.verify('key', token, grant.expiresAtMs + 1), undefined);
});

test('a changed token opens nothing', () => {
  const token = tokens.sign('key', grant);
  const parts = token.split('.');
  const changed = [
    [newId(), ...parts.slice(1)],
    [parts[0], newId(), ...parts.slice(2)],
    [...parts.slice(0, 2), '4', ...parts.slice(3)],
    [...parts.slice(0, 3), 'zzzzzz', parts[4]],
    [...parts.slice(0, 4), `A${parts[4]?.slice(1)}`],
    [...parts.slice(0, 4), sameBytes(parts[4] ?? '')],
  ].map((variant) => variant.join('.'));
  for (const variant of changed)
    if (variant !== token) assert.equal(tokens.verify('key', variant, now), undefined, variant);
  assert.equal(tokens.verify('key', '', now), undefined);
});

test('a token outlives a long film', () => {
  assert.equal(tokenLifetimeMs(60_000), 12 * 3_600_000);
  assert.equal(tokenLifetimeMs(10 * 3_600_000), 20 * 3_600_000);
});

/** Another base64url text for the same 32 bytes: the last character has two bits to spare. */
function sameBytes(signature: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const other = signature.slice(0, -1) + alphabet[alphabet.indexOf(signature.slice(-1)) + 1];
  assert.deepEqual(Buffer.from(other, 'base64url'), Buffer.from(signature, 'base64url'));
  return other;
}
