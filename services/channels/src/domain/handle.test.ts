import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HANDLE_PATTERN, handleKey, suggestHandle } from './handle.ts';

test('a name becomes a handle that follows the rules', () => {
  for (const name of [
    'Harbour Stories',
    'Ann',
    'Пётр',
    '東京',
    '!!!',
    'a',
    `${'x'.repeat(80)}`,
    '--Fog, explained--',
  ]) {
    assert.match(suggestHandle(name), HANDLE_PATTERN, name);
  }
  assert.equal(suggestHandle('Harbour Stories'), 'harbour-stories');
});

test('handles that look the same are the same', () => {
  assert.equal(handleKey('Harbour'), handleKey('harbour'));
  assert.equal(handleKey('ｈarbour'), handleKey('harbour'));
});
