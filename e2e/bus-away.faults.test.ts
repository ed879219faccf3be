import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import {
  auditPlatform,
  eventually,
  registerAccount,
  startPlatform,
  type TestPlatform,
  withAdmin,
} from '@kinora/testing';

/** So long nothing is published, and nothing heard. */
const AWAY_MS = 60_000;
const DRAINED_MS = 30_000;

let platform: TestPlatform | undefined;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
});
after(() => platform?.stop());

test('while the bus is away likes, comments and subscriptions are accepted, and all is heard soon after', {
  timeout: 180_000,
}, async () => {
  assert.ok(platform);
  const { databaseUrl } = platform;
  const [maker, viewer] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const [channel] = await maker.client.channels.mine();
  assert.ok(channel);
  const film = { sizeBytes: 1000, fileName: 'film.mp4' };
  const video = await maker.client.videos.create({ ...film, title: 'The quay', visibility: 'unlisted' });
  await platform.settle();
  let accepted = 0;
  let slowestMs = 0;
  await withAdmin(databaseUrl, async (client) => {
    // Whoever publishes waits for these rows, and nobody hears of anything new.
    await client.query('begin');
    await client.query('lock table kinora.bus_partition in access exclusive mode');
    const until = Date.now() + AWAY_MS;
    await viewer.client.subscriptions.follow(channel.id, 'all');
    while (Date.now() < until) {
      const begun = performance.now();
      await viewer.client.comments.write(video.id, { text: `Comment ${accepted}` });
      await viewer.client.reactions.set(video.id, accepted % 2 === 0 ? 'like' : 'dislike');
      slowestMs = Math.max(slowestMs, performance.now() - begun);
      accepted++;
      // Below what one account may write in a minute.
      await delay(4000);
    }
    assert.equal((await maker.client.channels.get(channel.id)).subscriberCount, 0, 'nothing was heard meanwhile');
    await client.query('rollback');
  });
  assert.ok(accepted >= 10, `${accepted} comments in a minute`);
  assert.ok(slowestMs < 1000, `a comment and a like took ${Math.round(slowestMs)} ms`);
  await eventually(
    'all of it is heard',
    async () => {
      const [seen, { subscriberCount }] = await Promise.all([
        maker.client.videos.get(video.id),
        maker.client.channels.get(channel.id),
      ]);
      return seen.comments === accepted && subscriberCount === 1;
    },
    { timeoutMs: DRAINED_MS },
  );
  await platform.settle();
  const audit = await auditPlatform(platform);
  assert.equal(audit.exitCode, 0, audit.output);
});
