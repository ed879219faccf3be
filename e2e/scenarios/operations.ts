import assert from 'node:assert/strict';
import { eventually, registerAccount, type TestPlatform } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertProblem, request } from '../http.ts';
import { scenario } from '../scenario.ts';

const SERVICES = ['channels', 'gateway', 'identity', 'playback', 'transcoding', 'uploads', 'videos'];

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
