import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { sql } from 'kysely';
import { type Film, type PlaybackAlone, startPlayback, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

interface Told {
  viewId?: string;
  startTimeMs?: number;
  stalls?: number;
  stalledMs?: number;
  watchedMs?: number;
}
const tell = async (film: Film, { viewId = crypto.randomUUID(), watchedMs = 0, ...told }: Told, browser = 'A') => {
  const answer = await fetch(`${service.url}/api/v1/videos/${film.videoId}/beacons`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': browser },
    body: JSON.stringify({ viewId, watchedMs, positionMs: watchedMs, durationMs: 1000, ...told }),
  });
  return answer.status;
};
const begunBefore = (viewId: string, seconds: number) =>
  service.database.query
    .updateTable('watchings')
    .set({ started_at: sql<Date>`now() - ${seconds} * interval '1 second'` })
    .where('view_id', '=', viewId)
    .execute();
const ask = async (film: Film, accountId = film.ownerId, query = '') => {
  const headers = { authorization: `Bearer ${await service.token({ accountId })}` };
  return fetch(`${service.url}/api/v1/videos/${film.videoId}/quality${query}`, { headers });
};
const totalOf = async (film: Film) =>
  ((await (await ask(film)).json()) as { total: Record<string, number | null> }).total;

test('the owner sees how soon a film begins and how often it stalls, each watching counted once', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  assert.deepEqual(await (await ask(film)).json(), {
    total: { starts: 0, medianStartMs: null, stalls: 0, stalledMs: 0, watchedMs: 0, stallsPerHour: null },
    days: [],
  });
  const slow = crypto.randomUUID();
  await tell(film, { viewId: slow, startTimeMs: 4500 });
  for (const startTimeMs of [110, 120, 125]) await tell(film, { startTimeMs });
  await begunBefore(slow, 3600);
  // Absolute numbers: a repetition adds nothing, an older one takes nothing away.
  for (const stalls of [2, 2, 1])
    await tell(film, { viewId: slow, startTimeMs: 9, stalls, stalledMs: 1500, watchedMs: 1_800_000 });
  const total = await totalOf(film);
  assert.deepEqual(
    { ...total, medianStartMs: 0 },
    { starts: 4, medianStartMs: 0, stalls: 2, stalledMs: 1500, watchedMs: 1_800_000, stallsPerHour: 4 },
  );
  const median = total.medianStartMs ?? 0;
  assert.ok(median >= 100 && median <= 130, `${median}`);
  const [day, ...more] = ((await (await ask(film, film.ownerId, '?days=1')).json()) as { days: { day: string }[] })
    .days;
  assert.deepEqual([day?.day, more.length], [new Date().toISOString().slice(0, 10), 0]);
});

test('forged numbers are refused or held to what can be, and nobody adds to the view of another', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  for (const forged of [{ stalls: -1 }, { stalls: 1.5 }, { stalls: 1e15 }, { stalledMs: -1 }, { startTimeMs: -1 }])
    assert.equal(await tell(film, forged), 422, JSON.stringify(forged));
  const viewId = crypto.randomUUID();
  const huge = { startTimeMs: 600_000_000, stalls: 999_999, stalledMs: 600_000_000, watchedMs: 600_000_000 };
  assert.equal(await tell(film, { viewId, ...huge }), 204);
  const total = await totalOf(film);
  assert.ok((total.stalls ?? 1e9) <= 160 && (total.stalledMs ?? 1e9) <= 16_000 && (total.watchedMs ?? 1e9) <= 32_000);
  assert.ok((total.medianStartMs ?? 1e9) <= 60_000);
  await begunBefore(viewId, 3600);
  await tell(film, { viewId, ...huge }, 'somebody else');
  assert.deepEqual(await totalOf(film), total);
});

test('nobody but the owner is told, and a deleted film leaves nothing', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  await tell(film, { startTimeMs: 100 });
  const code = async (answer: Response) => [answer.status, ((await answer.json()) as { code: string }).code];
  assert.deepEqual(await code(await ask(film, newId())), [404, 'playback.no_such_video']);
  assert.deepEqual(await code(await ask({ ...film, videoId: newId() })), [404, 'playback.no_such_video']);
  assert.equal((await fetch(`${service.url}/api/v1/videos/${film.videoId}/quality`)).status, 401);
  await film.deleted(2n);
  await service.caughtUp();
  assert.equal((await ask(film)).status, 404);
  const { rows } = await sql`select 1 from quality_days where video_id = ${film.videoId}
    union all select 1 from quality_starts where video_id = ${film.videoId}`.execute(service.database.query);
  assert.deepEqual(rows, []);
});
