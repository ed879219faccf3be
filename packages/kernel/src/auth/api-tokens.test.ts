import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AccountCaller } from './access-tokens.ts';
import { API_TOKEN_PREFIX, createApiTokens } from './api-tokens.ts';

const TOKEN = `${API_TOKEN_PREFIX}x`;

function setUp() {
  const state = {
    now: 0,
    asked: 0,
    epochNow: 1,
    epochRefused: 0,
    revoked: false,
    known: true,
    expiresAtMs: Number.POSITIVE_INFINITY,
  };
  const tokens = createApiTokens({
    now: () => state.now,
    lookUp: async () => {
      state.asked++;
      const caller: AccountCaller = {
        kind: 'account',
        accountId: 'a',
        sessionId: 't',
        role: 'creator',
        epoch: state.epochNow,
        displayName: 'Ann',
        historyPaused: false,
        scopes: ['read'],
      };
      return state.known ? { caller, expiresAtMs: state.expiresAtMs } : undefined;
    },
    revocations: {
      isRevoked: ({ epoch }) => state.revoked || epoch < state.epochRefused,
      onRevoked: () => {},
      stop: async () => {},
    },
  });
  return { state, tokens };
}

test('identity is asked about a personal token once a minute', async () => {
  const { state, tokens } = setUp();
  await tokens.verify(TOKEN);
  state.now = 59_999;
  await tokens.verify(TOKEN);
  assert.equal(state.asked, 1);
  state.now = 60_000;
  assert.deepEqual((await tokens.verify(TOKEN)).scopes, ['read']);
  assert.equal(state.asked, 2);
});

test('a token that ends within the minute is not kept longer', async () => {
  const { state, tokens } = setUp();
  state.expiresAtMs = 1000;
  await tokens.verify(TOKEN);
  state.now = 1000;
  state.known = false;
  await assert.rejects(tokens.verify(TOKEN), { code: 'kernel.unauthenticated' });
});

test('a token that was revoked is refused at once, although it was good a moment ago', async () => {
  const { state, tokens } = setUp();
  await tokens.verify(TOKEN);
  state.revoked = true;
  await assert.rejects(tokens.verify(TOKEN), { code: 'kernel.unauthenticated' });
  state.revoked = false;
  state.known = false;
  await assert.rejects(tokens.verify(TOKEN), { code: 'kernel.unauthenticated' });
});

test('a token lives on through a change of role, with what the account is now', async () => {
  const { state, tokens } = setUp();
  await tokens.verify(TOKEN);
  state.epochNow = state.epochRefused = 2;
  assert.equal((await tokens.verify(TOKEN)).epoch, 2);
});

test('what is no token of ours is refused, and nothing of it is kept', async () => {
  const { state, tokens } = setUp();
  state.known = false;
  await assert.rejects(tokens.verify(TOKEN), { code: 'kernel.unauthenticated' });
  state.known = true;
  assert.equal((await tokens.verify(TOKEN)).accountId, 'a');
  await assert.rejects(tokens.verify(TOKEN.padEnd(200, 'x')), { code: 'kernel.unauthenticated' });
  assert.equal(state.asked, 2);
});
