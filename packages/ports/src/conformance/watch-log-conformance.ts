import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Viewing, type WatchLog, WatchLogUnavailable } from '../watch-log/watch-log.ts';
import type { EngineFaults } from './engine-faults.ts';
import { eventually } from './eventually.ts';

export interface WatchLogHarness {
  name: string;
  start(): Promise<{ log: WatchLog; faults?: EngineFaults; stop(): Promise<void> }>;
}

const MINUTE_MS = 60_000;
const at = (iso: string) => new Date(iso);
let accounts = 0;
/** Of whom nothing is known yet. */
const someone = () => `account-${++accounts}-${crypto.randomUUID().slice(0, 8)}`;

function viewing(accountId: string, change: Partial<Viewing> = {}): Viewing {
  const startedAt = change.startedAt ?? at('2026-03-05T12:00:00.000Z');
  return {
    accountId,
    videoId: 'video',
    startedAt,
    positionMs: 1000,
    durationMs: 60_000,
    watchedMs: 900,
    seenAt: new Date(startedAt.getTime() + 1000),
    ...change,
  };
}

export function watchLogConformance(harness: WatchLogHarness): void {
  describe(`a log of what was watched (${harness.name})`, { concurrency: 1 }, () => {
    let running: Awaited<ReturnType<WatchLogHarness['start']>>;
    let log: WatchLog;
    before(async () => {
      running = await harness.start();
      log = running.log;
    });
    after(() => running.stop());

    /** All pages. */
    async function all(accountId: string, limit = 100): Promise<Viewing[]> {
      const found: Viewing[] = [];
      for (let pageState: string | undefined; ; ) {
        const page = await log.list(accountId, { limit, pageState });
        assert.ok(page.viewings.length <= limit);
        found.push(...page.viewings);
        if (page.pageState === undefined) return found;
        pageState = page.pageState;
      }
    }

    test('answers what was put, to the millisecond, and nothing of others', async () => {
      const [ann, bob] = [someone(), someone()];
      const row = viewing(ann, { startedAt: at('2026-03-05T12:34:56.789Z'), positionMs: 7 * 86_400_000, watchedMs: 0 });
      await log.put([row, viewing(bob, { videoId: 'other' })]);
      assert.deepEqual(await all(ann), [row]);
      assert.deepEqual(await all(someone()), []);
    });

    test('of one viewing the latest told stays, in whatever order it comes, and however often', async () => {
      const ann = someone();
      const told = [3, 1, 2, 3].map((minutes) =>
        viewing(ann, {
          positionMs: minutes * MINUTE_MS,
          seenAt: new Date(at('2026-03-05T12:00:00.000Z').getTime() + minutes * MINUTE_MS),
        }),
      );
      for (const row of told) await log.put([row]);
      assert.deepEqual(
        (await all(ann)).map(({ positionMs }) => positionMs),
        [3 * MINUTE_MS],
      );
    });

    test('many of one viewing in one put are the latest of them', async () => {
      const ann = someone();
      const rows = [2, 5, 1].map((second) =>
        viewing(ann, { positionMs: second, seenAt: at(`2026-03-05T12:00:0${second}.000Z`) }),
      );
      await log.put(rows);
      assert.deepEqual(
        (await all(ann)).map(({ positionMs }) => positionMs),
        [5],
      );
    });

    test('pages over months and years, the latest begun first, each row once', async () => {
      const ann = someone();
      const rows = Array.from({ length: 60 }, (_, index) =>
        viewing(ann, {
          videoId: `video-${index % 7}`,
          // Some three weeks between them, the last ones at the border of two years.
          startedAt: new Date(at('2023-01-01T00:00:00.000Z').getTime() + index * 20 * 86_400_000),
        }),
      );
      rows.push(
        viewing(ann, { videoId: 'old', startedAt: at('2026-12-31T23:59:59.999Z') }),
        viewing(ann, { videoId: 'new', startedAt: at('2027-01-01T00:00:00.000Z') }),
      );
      await log.put(rows.toSorted(() => Math.random() - 0.5));
      const expected = rows.toSorted((a, b) => b.startedAt.getTime() - a.startedAt.getTime());
      for (const limit of [1, 7, 62, 100]) {
        assert.deepEqual(
          (await all(ann, limit)).map(({ startedAt, videoId }) => [startedAt.toISOString(), videoId]),
          expected.map(({ startedAt, videoId }) => [startedAt.toISOString(), videoId]),
        );
      }
    });

    test('two videos that began in the same millisecond are two rows, on different pages too', async () => {
      const ann = someone();
      const startedAt = at('2026-04-01T00:00:00.000Z');
      await log.put(['a', 'b', 'c'].map((videoId) => viewing(ann, { videoId, startedAt })));
      assert.deepEqual((await all(ann, 1)).map(({ videoId }) => videoId).sort(), ['a', 'b', 'c']);
    });

    test('what comes while somebody pages does not move the pages behind', async () => {
      const ann = someone();
      const rows = Array.from({ length: 6 }, (_, index) =>
        viewing(ann, { videoId: `v${index}`, startedAt: new Date(at('2026-05-01T00:00:00.000Z').getTime() + index) }),
      );
      await log.put(rows);
      const first = await log.list(ann, { limit: 3 });
      await log.put([viewing(ann, { videoId: 'later', startedAt: at('2026-06-01T00:00:00.000Z') })]);
      const second = await log.list(ann, { limit: 3, pageState: first.pageState });
      assert.deepEqual(
        [...first.viewings, ...second.viewings].map(({ videoId }) => videoId),
        ['v5', 'v4', 'v3', 'v2', 'v1', 'v0'],
      );
    });

    test('removes the viewings that are named and no others', async () => {
      const ann = someone();
      const rows = ['a', 'b', 'c'].map((videoId, index) =>
        viewing(ann, { videoId, startedAt: at(`2026-0${index + 1}-01T00:00:00.000Z`) }),
      );
      await log.put(rows);
      await log.remove(ann, [rows[1] as Viewing, { videoId: 'absent', startedAt: at('2026-01-01T00:00:00.000Z') }]);
      await log.remove(ann, []);
      assert.deepEqual(
        (await all(ann)).map(({ videoId }) => videoId),
        ['c', 'a'],
      );
      await log.put([rows[1] as Viewing]);
      assert.equal((await all(ann)).length, 3, 'it may come back');
    });

    test('clears what began until then, and leaves what began later, and others', async () => {
      const [ann, bob] = [someone(), someone()];
      await log.put([
        ...['2025-11-30T00:00:00.000Z', '2026-01-15T00:00:00.000Z', '2026-02-01T00:00:00.000Z'].map((iso) =>
          viewing(ann, { startedAt: at(iso) }),
        ),
        viewing(bob),
      ]);
      await log.clear(ann, { until: at('2026-01-15T00:00:00.000Z') });
      assert.deepEqual(
        (await all(ann)).map(({ startedAt }) => startedAt.toISOString()),
        ['2026-02-01T00:00:00.000Z'],
      );
      assert.equal((await all(bob)).length, 1);
    });

    test('takes a group of many accounts at once', async () => {
      const people = Array.from({ length: 500 }, someone);
      await log.put(people.map((accountId) => viewing(accountId)));
      assert.equal((await all(people[499] as string)).length, 1);
    });

    test('is ready', async () => {
      assert.equal(await log.isReady(), true);
    });

    test('says so while the engine is away, and keeps what it acknowledged', async (t) => {
      const { faults } = running;
      if (!faults) return t.skip('it has no engine');
      const ann = someone();
      await log.put([viewing(ann)]);
      await faults.kill();
      await assert.rejects(log.put([viewing(ann, { videoId: 'later' })]), WatchLogUnavailable);
      await assert.rejects(log.list(ann, { limit: 1 }), WatchLogUnavailable);
      assert.equal(await log.isReady(), false);
      await faults.restart();
      await eventually(() => log.put([viewing(ann, { videoId: 'later' })]));
      assert.deepEqual((await all(ann)).map(({ videoId }) => videoId).sort(), ['later', 'video']);
    });
  });
}
