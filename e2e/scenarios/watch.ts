import assert from 'node:assert/strict';
import type { VideoDetail } from '@kinora/sdk';
import {
  filmSha256,
  makeFilm,
  makeSound,
  readPublishedHls,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl, request } from '../http.ts';
import { scenario } from '../scenario.ts';
import { assertWhole } from '../whole-film.ts';
import { assertViewsCount } from './views.ts';

const FPS = 25;

scenario('a film is registered, uploaded, plays before it is ready, and is whole in the end', async (platform) => {
  const { client } = await registerAccount(platform);
  // Not H.264: nothing can be passed through, so every rendition is encoded in chunks.
  const film = await makeFilm({ seconds: 16, fps: `${FPS}`, videoCodec: 'mpeg4' });
  const { id } = await uploadFilm(client, film, { title: 'Everything', tags: ['one', 'two'] });
  const early = await waitForState(client, id, 'playable');
  assert.equal(early.state, 'playable', 'it plays while more is being processed');
  assert.equal(early.playback?.complete, false);
  await readFirstSegments(platform, early);
  const video = await waitForState(client, id, 'ready');
  assert.deepEqual(
    video.playback?.renditions.map(({ name, complete }) => [name, complete]),
    [
      ['360p', true],
      ['240p', true],
    ],
  );
  await assertWhole(platform, video, { film, frames: 16 * FPS, seconds: 16 });
  await assertPictures(platform, video, { sheets: 3 });
  await assertSource(platform, id, film);
  const listed = await client.videos.list({ limit: 100 });
  assert.ok(
    listed.items.some((item) => item.id === id),
    'it is on the home page',
  );
});

scenario(
  'a film that is too small for a smaller one is passed through alone, with its storyboard',
  async (platform) => {
    const { client } = await registerAccount(platform);
    const { id } = await uploadFilm(client, await makeFilm({ width: 426, height: 240 }));
    const video = await waitForState(client, id, 'ready');
    assert.deepEqual(
      video.playback?.renditions.map(({ name }) => name),
      ['240p'],
    );
    await assertPictures(platform, video, { sheets: 2 });
  },
);

scenario(
  'a source that qualifies is passed through as the top rendition, and its views are counted',
  async (platform, step) => {
    const owner = await registerAccount(platform);
    const { client } = owner;
    const film = await makeFilm({ fps: `${FPS}` });
    const { id } = await uploadFilm(client, film);
    const video = await waitForState(client, id, 'ready');
    const { value: processing } = await client.videos.processing(id);
    assert.deepEqual(
      processing?.renditions.map(({ name, passthrough, state }) => [name, passthrough, state]),
      [
        ['360p', true, 'done'],
        ['240p', false, 'done'],
      ],
    );
    assert.ok(processing?.stages.every(({ state, progress }) => state === 'done' && progress === 1));
    await assertWhole(platform, video, { film, frames: 13 * FPS, seconds: 13 });
    await step('a view counts once for each viewer, and a glance does not count', () =>
      assertViewsCount(platform, owner, id),
    );
  },
);

scenario('a recording without a picture is shown as its waveform', async (platform) => {
  const { client } = await registerAccount(platform);
  const { id } = await uploadFilm(client, await makeSound());
  const video = await waitForState(client, id, 'ready');
  assert.deepEqual(
    video.playback?.renditions.map(({ name, complete }) => [name, complete]),
    ['720p', '480p', '360p', '240p'].map((name) => [name, true]),
  );
  assert.deepEqual([video.width, video.height], [1280, 720]);
  await assertPictures(platform, video, { sheets: 1 });
});

scenario('a film that was filmed upright stays upright', async (platform) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm({ rotation: 90 });
  const { id } = await uploadFilm(client, film);
  const video = await waitForState(client, id, 'ready');
  assert.deepEqual([video.width, video.height], [360, 640]);
  assert.deepEqual(
    video.playback?.renditions.map(({ name, width, height }) => [name, width, height]),
    [
      ['360p', 360, 640],
      ['240p', 240, 426],
    ],
  );
  await assertWhole(platform, video, { film, frames: 13 * 12, seconds: 13 });
});

async function readFirstSegments(platform: TestPlatform, video: VideoDetail): Promise<void> {
  const published = await readPublishedHls(mediaUrl(platform, video.playback?.hlsUrl));
  for (const { playlist } of published.variants)
    assert.ok(playlist.segments.length >= 2, 'two segments before it plays');
}

async function assertPictures(platform: TestPlatform, video: VideoDetail, atLeast: { sheets: number }): Promise<void> {
  const poster = await request(mediaUrl(platform, video.playback?.posterUrl));
  assert.equal(poster.headers.get('content-type'), 'image/jpeg');
  assert.ok((await poster.arrayBuffer()).byteLength > 1000);
  const storyboardUrl = mediaUrl(platform, video.playback?.storyboardUrl);
  const vtt = await (await request(storyboardUrl)).text();
  assert.match(vtt, /^WEBVTT\n/);
  const sheets = new Set([...vtt.matchAll(/^(\S+\.jpg)#xywh=\d+,\d+,\d+,\d+$/gm)].map(([, sheet]) => sheet));
  assert.ok(sheets.size >= atLeast.sheets, `there are ${sheets.size} sheets`);
  for (const sheet of sheets) {
    const response = await request(new URL(sheet ?? '', storyboardUrl).href);
    assert.equal(response.status, 200);
    await response.body?.cancel();
  }
}

async function assertSource(platform: TestPlatform, videoId: string, film: string): Promise<void> {
  const [row] = await platform.query<{ sha256: string }>('select sha256 from uploads.uploads where video_id = $1', [
    videoId,
  ]);
  assert.equal(row?.sha256, await filmSha256(film));
}
