import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeTimes } from './decode-times.ts';
import { DECODE_DELAY_90K } from './timeline.ts';

test('decode times increase, never exceed pts + delay and span exactly the segment', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 500_000 }),
      (times, lastTicks) => {
        const dts = decodeTimes(times, 45_000, Math.max(...times) + lastTicks);
        assert.equal(dts[0], Math.min(...times));
        dts.forEach((time, index) => {
          assert.ok(time <= (times[index] ?? 0) + 45_000);
          assert.ok(index === 0 || time > (dts[index - 1] ?? 0), 'every frame takes some time');
        });
      },
    ),
  );
});

for (const { name, order } of [
  { name: 'in order', order: [0, 1] },
  { name: 'one B-frame', order: [0, 2, 1] },
  { name: 'the last one before a B-frame', order: [0, 1, 3, 2] },
  { name: 'B-frames that others need', order: [0, 4, 2, 1, 3] },
])
  for (const fps of [0.5, 1, 5, 12, 24])
    test(`the picture that is shown last is there until the end of its segment: ${name}, ${fps} a second`, () => {
      const duration = 90_000 / fps;
      const start = 8 * 90_000;
      const end = start + order.length * duration;
      const times = decodeTimes(
        order.map((at) => start + at * duration),
        DECODE_DELAY_90K,
        end,
      );
      const last = order.indexOf(order.length - 1);
      assert.ok((times[last + 1] ?? end) - (times[last] ?? end) >= duration);
    });
