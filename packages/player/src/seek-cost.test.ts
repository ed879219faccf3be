import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeekCost } from './seek-cost.ts';

const HD = 1280 * 720;
const FULL_HD = 1920 * 1080;

test('what nobody has sought in yet may be as large as it is', () => {
  assert.equal(new SeekCost().mostPixels, Number.POSITIVE_INFINITY);
});

test('a device that decodes slowly gets fewer pixels, one that decodes fast as many as there are', () => {
  const slow = new SeekCost();
  slow.note(FULL_HD, 300);
  assert.ok(slow.mostPixels < FULL_HD);
  assert.ok(slow.mostPixels > HD);
  const fast = new SeekCost();
  fast.note(FULL_HD, 60);
  assert.ok(fast.mostPixels > FULL_HD);
});

test('one seek that lands on a keyframe does not make a device fast; many seeks do', () => {
  const cost = new SeekCost();
  cost.note(FULL_HD, 400);
  cost.note(HD, 10);
  assert.ok(cost.mostPixels < FULL_HD);
  for (let i = 0; i < 5; i++) cost.note(HD, 10);
  assert.ok(cost.mostPixels > FULL_HD);
});
