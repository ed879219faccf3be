import assert from 'node:assert/strict';
import type { Client } from '@kinora/sdk';
import { eventually, makeFilm, registerAccount, type TestPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { claimTask, TaskClient } from '@kinora/worker';
import { administratorOf, withoutOwnWorkers } from '../administrator.ts';
import { assertProblem, request } from '../http.ts';
import { scenario } from '../scenario.ts';

const SERVICES = [
  'channels',
  'gateway',
  'history',
  'identity',
  'interactions',
  'playback',
  'subscriptions',
  'transcoding',
  'uploads',
  'videos',
];

scenario(
  'an administrator sees how each service fares, and has applied again what one could not apply',
  async (platform, step) => {
    const { client: admin } = await administratorOf(platform);
    await step('all are well', async () => {
      const services = await admin.admin.health();
      assert.deepEqual(
        services.map(({ name, state }) => [name, state]),
        SERVICES.map((name) => [name, 'well']),
      );
      for (const { name, version, startedAt, checks, parkedEvents } of services) {
        assert.match(version ?? '', /^\d+\.\d+/);
        assert.ok(Date.parse(startedAt ?? '') <= Date.now());
        const data = name === 'gateway' ? {} : { database: true };
        assert.deepEqual(checks, { ...data, bus: true, blobs: true });
        assert.equal(parkedEvents, name === 'gateway' ? null : 0);
      }
      assert.deepEqual(await admin.admin.parkedEvents(), { items: [], total: 0, away: [] });
    });
    await step('dead letters are listed with their reason and applied again when it is mended', () =>
      assertReplays(platform),
    );
    if (platform.shape === 'split') {
      await step('one that does not answer is named, and the others are waited for no longer', () =>
        assertAway(platform),
      );
    }
  },
  { alone: true },
);

async function assertReplays(platform: TestPlatform): Promise<void> {
  const { client: admin, account: head } = await administratorOf(platform);
  await platform.query(`alter table channels.channels add constraint broken check (name = 'none') not valid`);
  const { account } = await registerAccount(platform, { name: 'Without a channel' });
  const parked = () => admin.admin.parkedEvents();
  const mine = async (test: (event: Awaited<ReturnType<typeof parked>>['items'][number]) => boolean) =>
    (await parked()).items.find((event) => event.key === account.id && test(event));
  const event = await eventually('it is parked', () => mine(({ attempts }) => attempts === 5));
  const { service, eventId } = event;
  assert.deepEqual(
    [service, event.type, event.producer, event.stream],
    ['channels', 'kinora.identity.v1.AccountRegistered', 'identity', `identity/account/${account.id}`],
  );
  assert.match(event.reason, /"broken"/);
  assert.equal((await admin.admin.health()).find(({ name }) => name === 'channels')?.parkedEvents, 1);

  await admin.admin.replayParkedEvents(event);
  await eventually('it fails once more', () => mine(({ attempts, isReplaying }) => attempts === 6 && !isReplaying));
  await platform.query('alter table channels.channels drop constraint broken');
  await admin.admin.replayParkedEvents(event);
  await eventually('it is applied', async () => (await parked()).total === 0);
  const [made] = await platform.query<{ channels: number }>(
    'select count(*)::int as channels from channels.channels where owner_account_id = $1',
    [account.id],
  );
  assert.equal(made?.channels, 1);

  const token = (await admin.accessToken()) ?? '';
  const again = (json: object) =>
    request(`${platform.url}/api/v1/admin/parked-events/replays`, { method: 'POST', token, json });
  await assertProblem(await again({ service, eventId }), 404, 'kernel.event_not_parked');
  await assertProblem(await again({ service: 'nobody', eventId }), 404, 'kernel.event_not_parked');
  const acts = await eventually('both are in the audit log', async () => {
    const { items } = await admin.admin.audit({ act: 'events.replayed', search: 'AccountRegistered' });
    return items.length >= 2 && items;
  });
  assert.deepEqual(
    acts.map(({ actor, subject }) => [actor.id, subject]),
    acts.map(() => [head.id, { id: eventId, name: 'channels: AccountRegistered' }]),
  );
}

async function assertAway(platform: TestPlatform): Promise<void> {
  const { client: admin } = await administratorOf(platform);
  const { pid } = await platform.role('playback');
  process.kill(pid, 'SIGSTOP');
  try {
    const [services, letters] = await Promise.all([admin.admin.health(), admin.admin.parkedEvents()]);
    assert.deepEqual(
      services.filter(({ state }) => state !== 'well').map(({ name, state }) => [name, state]),
      [['playback', 'away']],
    );
    assert.deepEqual(letters.away, ['playback']);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

scenario(
  'an administrator sees what is processed of all films, and what is to come first',
  (platform) => withoutOwnWorkers(platform, () => assertJobs(platform)),
  { alone: true },
);

async function assertJobs(platform: TestPlatform): Promise<void> {
  const { client: admin } = await administratorOf(platform);
  const { client } = await registerAccount(platform);
  const film = await makeFilm({ seconds: 2, width: 320, height: 180 });
  const [earlier, later] = [await uploadFilm(client, film), await uploadFilm(client, film)];
  await client.videos.update(earlier.id, { title: 'The earlier one', visibility: 'private' });
  const open = async () => {
    const { items } = await admin.admin.jobs();
    return items.filter(({ video }) => video.id === earlier.id || video.id === later.id);
  };
  const waiting = await eventually('both wait', async () => {
    const jobs = await open();
    return jobs.length === 2 && jobs.every(({ tasks }) => tasks.waiting > 0) && jobs;
  });
  assert.deepEqual(
    waiting.map(({ video, state, kind, first, progress, failure }) => [
      video.id,
      state,
      kind,
      first,
      progress,
      failure,
    ]),
    [later, earlier].map(({ id }) => [id, 'waiting', 'first', false, 0, null]),
  );
  assert.equal(waiting[1]?.video.title, 'The earlier one');
  await admin.admin.prioritizeProcessing(earlier.id, true);
  assert.deepEqual(
    (await open()).map(({ first }) => first),
    [false, true],
  );
  await assertRetried(platform, client, earlier.id);
  await client.videos.delete(later.id);
  const own = (await admin.admin.workers()).filter(({ state }) => state === 'draining');
  for (const { id } of own) await admin.admin.resumeWorker(id);
  await waitForState(client, earlier.id, 'ready');
  const finished = await eventually('it is among the finished', async () => {
    const { items } = await admin.admin.jobs({ state: 'finished', limit: 1 });
    return items[0]?.video.id === earlier.id && items[0];
  });
  assert.deepEqual([finished.state, finished.progress, finished.tasks], ['finished', 1, { waiting: 0, running: 0 }]);
  await assert.rejects(admin.admin.retryProcessing(earlier.id), { code: 'transcoding.nothing_failed' });
  const token = (await admin.accessToken()) ?? '';
  const { nextCursor } = await admin.admin.jobs({ state: 'finished', limit: 1 });
  if (nextCursor) {
    const rest = await admin.admin.jobs({ state: 'finished', limit: 100, cursor: nextCursor });
    assert.ok(rest.items.every(({ id }) => id < finished.id));
  }
  const elsewhere = `${platform.url}/api/v1/admin/jobs?state=failed&cursor=${encodeURIComponent(nextCursor ?? 'none')}`;
  await assertProblem(await request(elsewhere, { token }), 400, 'kernel.cursor_invalid');
}

/** A worker on a machine that is out of order gives the film up; what is tried again is done by others. */
async function assertRetried(platform: TestPlatform, client: Client, videoId: string): Promise<void> {
  const { client: admin, account: head } = await administratorOf(platform);
  const { id: tokenId, token } = await admin.admin.createWorkerToken('out of order');
  const server = { url: () => platform.url, token: async () => token };
  const signal = AbortSignal.timeout(20_000);
  const task = await claimTask(server, { workerId: 'out-of-order-1234', name: 'x', version: '1', running: 0 }, signal);
  assert.ok(task);
  const report = { code: 'corrupt', message: 'It cannot be read.', detail: 'a broken fan', transient: false };
  await new TaskClient({ server, task, signal }).fail(report);
  await waitForState(client, videoId, 'failed');
  const failed = async () =>
    (await admin.admin.jobs({ state: 'failed' })).items.find(({ video }) => video.id === videoId);
  const job = await failed();
  assert.deepEqual([job?.retriable, job?.failure?.code, job?.video.title], [true, 'corrupt', 'The earlier one']);

  await assert.rejects(client.admin.retryProcessing(videoId), { code: 'kernel.forbidden' });
  await admin.admin.retryProcessing(videoId);
  await assert.rejects(admin.admin.retryProcessing(videoId), { code: 'transcoding.edition_running' });
  assert.equal(await failed(), undefined);
  await eventually('its owner sees that it goes on', async () => {
    const { state, failure } = await client.videos.get(videoId);
    return state === 'processing' && failure === null;
  });
  const act = await eventually('it is in the audit log', async () => {
    const { items } = await admin.admin.audit({ act: 'processing.retried' });
    return items.find(({ subject }) => subject?.id === videoId);
  });
  assert.deepEqual([act.actor.id, act.before], [head.id, { failure: 'corrupt' }]);
  await admin.admin.revokeWorkerToken(tokenId);
}
