import assert from 'node:assert/strict';
import { eventually, registerAccount } from '@kinora/testing';
import { scenario } from '../scenario.ts';

scenario('what somebody watches is in their history, on every device, until they take it out', async (platform) => {
  const [viewer, maker] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const film = { sizeBytes: 1000, fileName: 'film.mp4' };
  const { client, page } = viewer;
  const watch = async (id: string) => {
    const viewId = crypto.randomUUID();
    const beacon = { viewId, positionMs: 30_000, watchedMs: 9000, durationMs: 60_000, event: 'progress' as const };
    await eventually('playback knows the video', () =>
      client.playback.sendBeacon(id, beacon).then(
        () => true,
        () => false,
      ),
    );
  };
  const ids = async () => (await client.history.list()).items.map(({ video }) => video.id);
  const first = await maker.client.videos.create({ ...film, title: 'A walk', visibility: 'public' });
  const second = await maker.client.videos.create({ ...film, title: 'A swim', visibility: 'public' });
  await watch(first.id);
  await watch(second.id);
  await eventually(
    'both are listed, the latest first',
    async () => (await ids()).join() === [second.id, first.id].join(),
  );
  assert.deepEqual((await maker.client.history.list()).items, [], 'nobody else has it');
  const found = await page.history.list({ q: 'swim' });
  assert.deepEqual(
    found.items.map(({ video, positionMs }) => [video.id, positionMs]),
    [[second.id, 30_000]],
  );
  assert.equal((await page.history.positions()).find(({ videoId }) => videoId === first.id)?.positionMs, 30_000);

  await client.history.remove(first.id);
  assert.deepEqual(await ids(), [second.id]);
  await client.history.restore(first.id);
  await maker.client.videos.update(second.id, { visibility: 'private' });
  await eventually('what may not be seen any more is left out', async () => (await ids()).join() === first.id);
  await client.history.clear();
  assert.deepEqual(await ids(), []);
  await client.history.unclear();
  assert.deepEqual(await ids(), [first.id]);

  await page.identity.updateMe({ historyPaused: true });
  const rowsOf = async (id: string) => {
    const [row] = await platform.query<{ named: number; nameless: number }>(
      "select count(*) filter (where viewer = $2)::int as named, count(*) filter (where viewer like '~%')::int as nameless from playback.watchings where video_id = $1",
      [id, viewer.account.id],
    );
    return row;
  };
  await eventually('the other device hears of the pause', async () => {
    await watch(first.id);
    return (await rowsOf(first.id))?.nameless === 1;
  });
  const secret = await maker.client.videos.create({ ...film, title: 'A secret', visibility: 'public' });
  await watch(secret.id);
  assert.deepEqual(await rowsOf(secret.id), { named: 0, nameless: 1 });
  await page.identity.updateMe({ historyPaused: false });
  const open = await maker.client.videos.create({ ...film, title: 'In the open', visibility: 'public' });
  await eventually('what comes after the pause is there', async () => {
    await watch(open.id);
    return (await ids()).includes(open.id);
  });
  assert.ok(!(await ids()).includes(secret.id), 'what was paused is written nowhere');
});
