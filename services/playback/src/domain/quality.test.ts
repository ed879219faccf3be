import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianStartMs, plausibleExperience, stallsPerHour, startBucket } from './quality.ts';

test('the median start lies where half of the starts were', () => {
  const starts = new Map<number, number>();
  for (const ms of [120, 140, 150, 160, 900, 5000, 40_000])
    starts.set(startBucket(ms), (starts.get(startBucket(ms)) ?? 0) + 1);
  const median = medianStartMs(starts) ?? 0;
  assert.ok(median > 130 && median <= 170, `${median}`);
  assert.equal(medianStartMs(new Map()), null);
  assert.equal(startBucket(10 ** 9), startBucket(60_000));
});

test('what a player says is believed within what can be, and never taken back', () => {
  const huge = { startMs: 1e12, stalls: 1e9, stalledMs: 1e12, watchedMs: 1e12 };
  assert.deepEqual(plausibleExperience(huge, undefined, 0), {
    startMs: 60_000,
    stalls: 150,
    stalledMs: 15_000,
    watchedMs: 30_000,
  });
  const before = { startMs: 200, stalls: 3, stalledMs: 900, watchedMs: 20_000 };
  const less = { startMs: 9000, stalls: -5, stalledMs: Number.NaN, watchedMs: 0 };
  assert.deepEqual(plausibleExperience(less, before, 60_000), before);
  assert.equal(plausibleExperience({ ...before, startMs: null }, undefined, 0).startMs, null);
});

test('stalls are told per hour of watching, once there is enough of it', () => {
  assert.equal(stallsPerHour(3, 1_800_000), 6);
  assert.equal(stallsPerHour(3, 30_000), null);
});
