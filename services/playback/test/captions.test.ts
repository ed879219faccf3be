import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { parseMultivariantPlaylist } from '@kinora/media';
import { eventually } from '@kinora/testing';
import { type PlaybackAlone, SEGMENT_MS, startPlayback, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

const statusOf = async (path: string) => (await service.media(path)).status;
const listed = async (path: string) => {
  const parsed = parseMultivariantPlaylist(await (await service.media(`${path}master.m3u8`)).text());
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return (parsed.value.subtitles ?? []).map(({ language, name, isDefault }) => `${language} ${name} ${isDefault}`);
};

test('captions are listed in both manifests and served under addresses that never change', async () => {
  const film = service.film();
  await film.captions(2n, { de: 2n, en: 1n });
  await film.whole(Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  await service.caughtUp();
  assert.deepEqual(await listed(path), ['de Deutsch true', 'en English false']);
  const mpd = await (await service.media(`${path}manifest.mpd`)).text();
  assert.match(mpd, /mimeType="text\/vtt" lang="de">/);
  assert.match(mpd, /<BaseURL>captions\/en\/1\.vtt</);
  const playlist = await service.media(`${path}captions/de/index.m3u8`);
  assert.match(await playlist.text(), /\n2\.vtt\n#EXT-X-ENDLIST\n$/);
  assert.match(playlist.headers.get('cache-control') ?? '', /no-cache/);
  const text = await service.media(`${path}captions/de/2.vtt`);
  assert.equal(text.headers.get('content-type'), 'text/vtt; charset=utf-8');
  assert.equal(text.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.equal(text.headers.get('access-control-allow-origin'), '*');
  for (const wrong of ['de/1.vtt', 'de/02.vtt', 'fr/2.vtt', 'de', 'de/2.vtt/x', 'de/-1.vtt', '../de/2.vtt', 'DE/2.vtt'])
    assert.equal(await statusOf(`${path}captions/${wrong}`), 404, wrong);
});

test('a changed text has another address, the old one lasts a while, and what is deleted is gone at once', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  assert.deepEqual(await listed(path), []);
  await film.captions(1n, { de: 1n });
  await eventually('they are listed', async () => (await listed(path)).length === 1);
  await film.captions(3n, { de: 3n, en: 2n });
  // Comes late: it says nothing new.
  await film.captions(2n, { de: 1n, en: 2n });
  await service.caughtUp();
  assert.equal(await statusOf(`${path}captions/de/3.vtt`), 200);
  assert.equal(await statusOf(`${path}captions/de/1.vtt`), 200);
  assert.match(await (await service.media(`${path}captions/de/index.m3u8`)).text(), /\n3\.vtt\n/);
  await film.captions(4n, { en: 2n });
  await service.caughtUp();
  assert.deepEqual(await listed(path), ['en English true']);
  for (const gone of ['de/index.m3u8', 'de/3.vtt', 'de/1.vtt'])
    assert.equal(await statusOf(`${path}captions/${gone}`), 404);
});

test('captions of a film that has not said how long it is are as long as what there is of it', async () => {
  const film = service.film({ durationMs: 0 });
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 2);
  await film.captions(1n, { de: 1n });
  const path = await service.plays(film.videoId);
  await service.caughtUp();
  const playlist = await (await service.media(`${path}captions/de/index.m3u8`)).text();
  assert.equal(Number(/#EXTINF:([\d.]+)/.exec(playlist)?.[1]), (2 * SEGMENT_MS) / 1000, playlist);
});

test('captions are for those who may see the video, and outlive its edition but not itself', async () => {
  const film = service.film();
  await film.whole(Visibility.PRIVATE);
  await film.captions(1n, { de: 1n });
  const viewer = { accountId: film.ownerId, sessionId: newId() };
  const own = await service.plays(film.videoId, viewer);
  await service.caughtUp();
  assert.match((await service.media(`${own}captions/de/1.vtt`)).headers.get('cache-control') ?? '', /^private/);
  const withoutToken = own.split('/').slice(0, 3).join('/');
  for (const file of ['index.m3u8', '1.vtt']) assert.equal(await statusOf(`${withoutToken}/captions/de/${file}`), 404);

  const second = service.film({ videoId: film.videoId, ownerId: film.ownerId });
  await second.planned();
  await second.segments('360p', 0, 4, { last: true });
  const again = await eventually('the new edition plays', async () => {
    const path = await service.pathOf(film.videoId, viewer);
    return path?.split('/')[2] !== own.split('/')[2] && path;
  });
  assert.deepEqual(await listed(again), ['de Deutsch true']);
  assert.equal(await statusOf(`${own}captions/de/1.vtt`), 410);
  await film.deleted(2n);
  await film.captions(2n, { de: 2n });
  await service.caughtUp();
  assert.equal(await statusOf(`${again}captions/de/1.vtt`), 410);
  const left = await service.database.query
    .selectFrom('captions')
    .selectAll()
    .where('video_id', '=', film.videoId)
    .execute();
  assert.deepEqual(left, []);
});
