import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defineRoute } from './define-route.ts';

const spec = {
  method: 'GET',
  path: '/api/v1/things',
  operationId: 'listThings',
  summary: 'Things.',
  policy: 'account',
  answers: { 200: null },
  handle: async () => undefined,
} as const;

test('an operation that does not say what a token needs for it is no operation, and opens to none', () => {
  // @ts-expect-error Types refuse it; whoever gets past them has closed it.
  assert.deepEqual(defineRoute(spec).scopes, []);
  assert.deepEqual(defineRoute({ ...spec, scopes: ['read'] }).scopes, ['read']);
});
