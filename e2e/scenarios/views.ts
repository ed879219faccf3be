import assert from 'node:assert/strict';
import type { Client } from '@kinora/sdk';
import { eventually, type Person, registerAccount, type TestPlatform } from '@kinora/testing';
import { request } from '../http.ts';

/** A view counts once for each viewer, and a glance does not count; `id` is a film of 13 s that nobody has watched. */
export async function assertViewsCount(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  const [first, second] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const watch = (client: Client, watchedMs: number, viewId = crypto.randomUUID()) =>
    client.playback.sendBeacon(id, { viewId, positionMs: watchedMs, watchedMs, durationMs: 13_000, event: 'progress' });
  await watch(first.client, 2000);
  await watch(first.client, 9000);
  await Promise.all(Array.from({ length: 20 }, () => watch(first.client, 12_000)));
  await watch(second.client, 3000);
  // The viewer's word for the length is not what counts.
  await second.client.playback.sendBeacon(id, {
    viewId: crypto.randomUUID(),
    positionMs: 900,
    watchedMs: 900,
    durationMs: 1000,
    event: 'ended',
  });
  await eventually('one view is counted', async () => (await owner.client.videos.get(id)).views === 1);

  const anonymous = (agent: string) =>
    request(`${platform.url}/api/v1/videos/${id}/beacons`, {
      method: 'POST',
      headers: { 'user-agent': agent },
      json: { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 8000, durationMs: 13_000, event: 'progress' },
    });
  for (const agent of ['tv', 'tv', 'phone']) assert.equal((await anonymous(agent)).status, 204);
  await watch(second.client, 8000);
  await eventually('each viewer is counted', async () => (await owner.client.videos.get(id)).views === 4);
  const rows = await platform.query<{ views: number; rows: number }>(
    `select views::int, (select count(*) from playback.counted_views c where c.video_id = v.video_id)::int as rows
     from playback.videos v where video_id = $1`,
    [id],
  );
  assert.deepEqual(rows, [{ views: 4, rows: 4 }]);
  const bad = await request(`${platform.url}/api/v1/videos/${id}/beacons`, {
    method: 'POST',
    json: { viewId: 'x', watchedMs: -1 },
  });
  assert.equal(bad.status, 422);
}
