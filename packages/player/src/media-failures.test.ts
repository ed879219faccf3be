import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MediaFailures } from './media-failures.ts';

test('broken media are loaded anew at once, then later and later, and then given up', () => {
  const failures = new MediaFailures();
  assert.deepEqual(
    [failures.next(), failures.next(), failures.next(), failures.next(), failures.next()],
    [0, 500, 1000, null, null],
  );
  failures.forget();
  assert.equal(failures.next(), 0);
});

test('who has played on is past what was broken; a jump is no playing', () => {
  const failures = new MediaFailures();
  failures.next();
  failures.next();
  // The element goes to where it was, and fails again.
  failures.moved(100);
  failures.playing(100);
  failures.moved(101);
  assert.equal(failures.next(), 1000);
  failures.playing(100);
  failures.moved(103);
  failures.interrupted();
  failures.moved(140);
  failures.playing(140);
  failures.moved(144);
  assert.equal(failures.next(), null);
  failures.forget();
  failures.next();
  failures.next();
  failures.playing(20);
  failures.moved(26);
  assert.equal(failures.next(), 0);
});
