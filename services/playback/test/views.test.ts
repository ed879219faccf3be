import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { type Film, type PlaybackAlone, startPlayback, ViewsCountedSchema, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

interface Beacon {
  viewId?: string;
  watchedMs: number;
  token?: string;
  browser?: string;
}
const beacon = (film: Film, { viewId = crypto.randomUUID(), watchedMs, token, browser = 'A' }: Beacon) =>
  fetch(`${service.url}/api/v1/videos/${film.videoId}/beacons`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': browser,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ viewId, watchedMs, positionMs: watchedMs, durationMs: 1000 }),
  });
const viewsOf = async (film: Film) => {
  const row = await service.database.query
    .selectFrom('videos')
    .select('views')
    .where('video_id', '=', film.videoId)
    .executeTakeFirstOrThrow();
  return Number(row.views);
};
/** As if this view had begun so long ago. */
const begunBefore = (viewId: string, seconds: number) =>
  service.database.query
    .updateTable('watchings')
    .set({ started_at: sql<Date>`now() - ${seconds} * interval '1 second'` })
    .where('view_id', '=', viewId)
    .execute();

test('a view is 30 s or half of the film, once per viewer and day; counts are told as absolute values', async () => {
  const film = service.film({ durationMs: 600_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const token = await service.token();
  const viewId = crypto.randomUUID();
  assert.equal((await beacon(film, { viewId, watchedMs: 10_000, token })).status, 204);
  await begunBefore(viewId, 60);
  await beacon(film, { viewId, watchedMs: 29_999, token });
  assert.equal(await viewsOf(film), 0);
  await beacon(film, { viewId, watchedMs: 30_000, token });
  assert.equal(await viewsOf(film), 1);
  // The same viewer again, by repetition, by a new view and by fifty at once.
  await Promise.all(Array.from({ length: 50 }, () => beacon(film, { viewId, watchedMs: 60_000, token })));
  const second = crypto.randomUUID();
  await beacon(film, { viewId: second, watchedMs: 0, token });
  await begunBefore(second, 60);
  await beacon(film, { viewId: second, watchedMs: 40_000, token });
  assert.equal(await viewsOf(film), 1);
  // Tomorrow counts anew.
  await service.database.query
    .updateTable('counted_views')
    .set({ day: sql<string>`day - 1` })
    .where('video_id', '=', film.videoId)
    .execute();
  await beacon(film, { viewId: second, watchedMs: 40_000, token });
  assert.equal(await viewsOf(film), 2);
  // Visitors by address and browser.
  for (const browser of ['A', 'B', 'A']) {
    const visit = crypto.randomUUID();
    await beacon(film, { viewId: visit, watchedMs: 0, browser });
    await begunBefore(visit, 60);
    await beacon(film, { viewId: visit, watchedMs: 31_000, browser });
  }
  assert.equal(await viewsOf(film), 4);
  const last = await eventually('the count is told', async () => {
    const told = await service.told(ViewsCountedSchema, film.videoId);
    const counts = told.map(({ views }) => Number(views));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    return counts.at(-1) === 4 && counts;
  });
  assert.equal(new Set(last).size, last.length, 'each count is told once');
});

test('of a short film half is enough, by its real length and not by what the page says', async () => {
  const film = service.film({ durationMs: 20_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const token = await service.token();
  await beacon(film, { watchedMs: 9_999, token });
  assert.equal(await viewsOf(film), 0);
  await beacon(film, { watchedMs: 10_000, token });
  assert.equal(await viewsOf(film), 1);
});

test('nobody has watched longer than the time that has passed allows', async () => {
  const film = service.film({ durationMs: 600_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const viewId = crypto.randomUUID();
  for (let i = 0; i < 3; i++) assert.equal((await beacon(film, { viewId, watchedMs: 600_000 })).status, 204);
  assert.equal(await viewsOf(film), 0);
  // Another viewer cannot go on with this view either.
  const stranger = await service.token();
  await begunBefore(viewId, 60);
  await beacon(film, { viewId, watchedMs: 600_000, token: stranger });
  assert.equal(await viewsOf(film), 0);
});

test('beacons that are none are refused, and films that may not be seen are not found', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const secret = service.film();
  await secret.whole(Visibility.PRIVATE);
  const unruled = service.film();
  await unruled.planned();
  await service.caughtUp();
  for (const watchedMs of [-1, Number.NaN, 1e20]) {
    assert.equal((await beacon(film, { watchedMs })).status, 422, `${watchedMs}`);
  }
  assert.equal((await beacon(film, { viewId: 'x', watchedMs: 1 })).status, 422);
  for (const hidden of [secret, unruled, { ...film, videoId: newId() }]) {
    assert.equal((await beacon(hidden, { watchedMs: 20_000 })).status, 404);
    assert.equal((await beacon(hidden, { watchedMs: 20_000, token: await service.token() })).status, 404);
  }
  const own = await service.token({ accountId: secret.ownerId });
  assert.equal((await beacon(secret, { watchedMs: 1, token: own })).status, 204);
});
