import assert from 'node:assert/strict';
import { ApiError, createClient, type VideoDetail } from '@kinora/sdk';
import { eventually, makeFilm, registerAccount, type TestPlatform, uploadFilm, waitForState } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';
import { tracesOf } from '../traces-of.ts';

const NAME = 'Zebulon Quagmire';

/** What is left of whoever has gone, and why. */
const LEFT: Record<string, { what: string[]; because: string }> = {
  'identity.audit_log.actor_id': { what: ['id'], because: 'acts of one person are still known as such' },
  'identity.audit_log.subject_id': { what: ['id'], because: 'acts about one person are still known as such' },
  'identity.revocations.account_id': { what: ['id'], because: 'tokens are refused for as long as they may live' },
  'history.departed_accounts.account_id': { what: ['id'], because: 'what is heard late of them is thrown away' },
  'identity.mails.to_address': { what: ['email'], because: 'the last mail, until it is sent or given up' },
};
/** Events are kept for seven days, half the time of grace: they carry what was told before, and then the id alone. */
const LOGS = /^(kinora\.\w+|\w+\.outbox)\./;

scenario(
  'whoever leaves is hidden at once, may stay, and is gone everywhere when the time of grace is over',
  async (platform, step) => {
    const administrator = await administratorOf(platform);
    const person = await registerAccount(platform, { name: NAME });
    const { id } = person.account;
    const { client, email, password } = person;
    const visitor = createClient({ baseUrl: platform.url });
    const film = await uploadFilm(client, await makeFilm({ seconds: 2 }), {
      title: `Film of ${NAME}`,
      description: `By ${email}`,
      visibility: 'public',
    });
    const video = await waitForState(client, film.id, 'ready');
    await client.captions.create(film.id, { language: 'en', file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nIce\n' });
    const [channel] = await client.channels.mine();
    assert.ok(channel);
    await client.channels.update(channel.id, { handle: `q-${id.slice(-8).toLowerCase()}` });
    await fillTraces(platform, person);
    const isListed = async () => (await visitor.videos.list({ limit: 100 })).items.some((one) => one.id === film.id);
    await eventually('the film is listed', isListed);

    await step('what is published is hidden, and comes back with its owner', async () => {
      await assert.rejects(person.page.identity.leave({ password: 'a guess' }), isCode('identity.wrong_password'));
      const leavesAt = await person.page.identity.leave({ password });
      const days = (Date.parse(leavesAt) - Date.now()) / 86_400_000;
      assert.ok(days > 13.9 && days < 14.1, `${days} days`);
      await eventually('its tokens are refused', async () => (await meStatus(client)) === 401);
      await eventually('nobody else sees the film or the channel', () => isHidden(platform, video, channel.id));
      assert.equal(await isListed(), false);
      assert.equal((await administrator.client.videos.get(film.id)).title, `Film of ${NAME}`);

      const back = createClient({ baseUrl: platform.url });
      const { account, accessToken } = await back.identity.issueTokens({ email, password });
      assert.equal(account.leavesAt, leavesAt, 'who logs in is told');
      const create = { method: 'POST', token: accessToken, json: { title: 'One more' } };
      assert.equal(await statusOf(request(`${platform.url}/api/v1/videos`, create)), 403, 'who leaves watches only');
      const stay = { method: 'DELETE', token: accessToken };
      assert.equal(await statusOf(request(`${platform.url}/api/v1/me/deletion`, stay)), 200);
      await eventually('everything is seen again', async () => !(await isHidden(platform, video, channel.id)));
      await eventually('the film is listed again', isListed);
    });

    await step('afterwards nothing of the person is left', async () => {
      const [kept] = await platform.query<{ leaves_at: Date | null }>(
        'select leaves_at from identity.accounts where id = $1',
        [id],
      );
      assert.equal(kept?.leaves_at, null);
      const back = createClient({ baseUrl: platform.url });
      const { accessToken } = await back.identity.issueTokens({ email, password });
      const leave = { method: 'POST', token: accessToken, json: { password } };
      assert.equal(await statusOf(request(`${platform.url}/api/v1/me/deletion`, leave)), 202);
      const before = await tracesOf(platform, needles(id, email));
      assert.ok(before.size > 15, `only ${before.size} places know the person`);
      await platform.query(`update identity.accounts set leaves_at = now() where id = $1`, [id]);
      await eventually('the account is removed', async () => {
        const again = back.identity.issueTokens({ email, password });
        return again.then(() => false, isCode('identity.wrong_credentials'));
      });
      await eventually('nothing is left but what is named', async () => {
        const left = await tracesOf(platform, needles(id, email));
        const more = [...left].filter(([place, what]) => {
          return !LOGS.test(place) && what.some((one) => !LEFT[place]?.what.includes(one));
        });
        if (more.length > 0) throw new Error(`Left: ${more.map(([place, what]) => `${place} (${what})`).join(', ')}`);
        return true;
      });
      assert.equal(await statusOf(request(`${platform.url}/api/v1/videos/${film.id}`)), 404);
      const admin = administrator.client;
      assert.equal(await statusOf(request(`${platform.url}/api/v1/videos/${film.id}`, { client: admin })), 404);
      const again = await registerAccount(platform, { name: NAME, email });
      assert.notEqual(again.account.id, id, 'the address may be used anew');
      await again.client.channels.mine();
    });
  },
);

function needles(id: string, email: string): Record<string, string> {
  return { id, email, name: NAME };
}

type Person = Awaited<ReturnType<typeof registerAccount>>;

/** One of everything that carries a person's name, address or id. */
async function fillTraces(platform: TestPlatform, { account, client, email, page }: Person): Promise<void> {
  const { client: admin } = await administratorOf(platform);
  await page.identity.updateMe({ bio: `I am ${account.displayName}` });
  await page.identity.requestPasswordReset(email);
  await page.exports.create({ withFilms: false });
  await admin.admin.updateAccount(account.id, { role: 'viewer' });
  await admin.admin.updateAccount(account.id, { role: 'creator' });
  await admin.admin.setQuota(account.id, 10_000_000_000);
  const { id } = await client.videos.create({ title: 'Watched', sizeBytes: 1000, fileName: `${email}.mp4` });
  await client.videos.createTemplate({ name: 'As ever', videoId: id });
  const viewId = crypto.randomUUID();
  const beacon = { viewId, positionMs: 7000, watchedMs: 7000, durationMs: 9000, event: 'progress' as const };
  await eventually('playback knows the video', () =>
    client.playback.sendBeacon(id, beacon).then(
      () => true,
      () => false,
    ),
  );
}

async function meStatus(client: Person['client']): Promise<number> {
  return client.identity.me().then(
    () => 200,
    (error: unknown) => (error instanceof ApiError ? error.status : 0),
  );
}

async function isHidden(platform: TestPlatform, video: VideoDetail, channelId: string): Promise<boolean> {
  const manifest = video.playback?.hlsUrl ?? '';
  const feed = `/api/v1/feed.xml?channel=${channelId}`;
  const paths = [`/api/v1/videos/${video.id}`, `/api/v1/channels/${channelId}`, manifest, feed];
  const statuses = await Promise.all(paths.map((path) => statusOf(request(new URL(path, platform.url).href))));
  const [page, channel, media, news] = statuses;
  return page === 404 && channel === 404 && media !== 200 && news === 404;
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}
