import assert from 'node:assert/strict';
import { eventually, makePicture, registerAccount, type TestPlatform } from '@kinora/testing';
import { scenario } from '../scenario.ts';

scenario(
  'a profile goes with its account, and while the history is paused nothing says who watches',
  async (platform) => {
    const [person, owner] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
    const { client, page, account } = person;
    await page.identity.updateMe({ bio: 'Ships', interests: ['Knots'], language: 'ar' });
    const picture = new Blob([new Uint8Array(await makePicture('png'))], { type: 'image/png' });
    const { avatarUrl } = await page.identity.putAvatar(picture);
    assert.ok(avatarUrl);
    assert.equal((await fetch(new URL(avatarUrl, platform.url))).headers.get('content-type'), 'image/webp');
    const { bio, interests, language } = await client.identity.me();
    assert.deepEqual([bio, interests, language], ['Ships', ['Knots'], 'ar'], 'another device has it as well');

    const video = await owner.client.videos.create({ title: 'Watched' });
    await owner.client.videos.update(video.id, { visibility: 'public' });
    const watch = () => {
      const viewId = crypto.randomUUID();
      const beacon = { viewId, positionMs: 7000, watchedMs: 7000, durationMs: 9000, event: 'progress' as const };
      return client.playback.sendBeacon(video.id, beacon);
    };
    await eventually('playback knows the video', () =>
      watch().then(
        () => true,
        () => false,
      ),
    );
    const noted = async () => (await watchingsOf(platform, account.id)) > 0;
    assert.ok(await noted());
    await page.identity.updateMe({ historyPaused: true });
    await eventually('the token of the other device is refused', async () => {
      await platform.query('delete from playback.watchings where viewer = $1', [account.id]);
      await watch();
      return !(await noted());
    });
    const [kept] = await platform.query<{ n: number }>(
      'select count(*)::int as n from playback.watchings where video_id = $1',
      [video.id],
    );
    assert.ok((kept?.n ?? 0) > 0, 'it is counted under another name');
    await page.identity.updateMe({ historyPaused: false });
    await eventually('it is noted again', async () => {
      await watch();
      return noted();
    });
  },
);

async function watchingsOf(platform: TestPlatform, accountId: string): Promise<number> {
  const [row] = await platform.query<{ n: number }>(
    'select count(*)::int as n from playback.watchings where viewer = $1',
    [accountId],
  );
  return row?.n ?? 0;
}
