import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOpaqueToken, openSuccessor, sealSuccessor } from './opaque-token.ts';
import { hashPassword, isAcceptablePassword, verifyPassword } from './password.ts';

test('short, common and monotonous passwords are refused', () => {
  for (const password of ['short', 'password123', 'aaaaaaaaaaaa', 'qwertyuiop1', 'x'.repeat(201)]) {
    assert.equal(isAcceptablePassword(password), false, password);
  }
  assert.equal(isAcceptablePassword('eleven hulls on a slip'), true);
});

test('only the right password of a known account verifies', async () => {
  const stored = await hashPassword('eleven hulls on a slip');
  assert.equal(await verifyPassword(stored, 'eleven hulls on a slip'), true);
  assert.equal(await verifyPassword(stored, 'eleven hulls on a slap'), false);
  assert.equal(await verifyPassword(undefined, 'eleven hulls on a slip'), false);
});

test('a successor can be read with the token that it replaces and no other', () => {
  const token = newOpaqueToken('knr');
  const successor = newOpaqueToken('knr');
  const sealed = sealSuccessor(token, successor);
  assert.equal(openSuccessor(token, sealed), successor);
  assert.throws(() => openSuccessor(newOpaqueToken('knr'), sealed));
});
