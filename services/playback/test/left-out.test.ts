import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { downloadFiles } from '../src/media/download-plans.ts';
import { type Film, type PlaybackAlone, startPlayback, VideoPlayableSchema, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

const HOUR_MS = 3_600_000;
const text = async (path: string) => (await service.media(path)).text();
const status = async (path: string) => {
  const answer = await service.media(path);
  await answer.arrayBuffer();
  return answer.status;
};

/** A film of two renditions, of which the larger one is left out in the end. */
async function leavingOut(untilMs: number): Promise<{ film: Film; path: string }> {
  const film = service.film();
  await film.created(Visibility.PUBLIC);
  await film.planned({ smaller: true });
  for (const rendition of ['360p', '240p']) await film.segments(rendition, 0, 4, { last: true });
  await service.caughtUp();
  const path = await service.plays(film.videoId);
  const before = await text(`${path}master.m3u8`);
  assert.match(before, /360p\/index/);
  await film.finished({ leftOut: ['360p'], untilMs });
  await service.caughtUp();
  return { film, path };
}

test('a rendition that is left out is offered to nobody, and whoever watches it goes on', async () => {
  const { film, path } = await leavingOut(Date.now() + HOUR_MS);
  for (const manifest of ['master.m3u8', 'manifest.mpd']) {
    assert.doesNotMatch(await text(path + manifest), /360p/, manifest);
    assert.match(await text(path + manifest), /240p/, manifest);
  }
  const edition = await service.context.index.loadOne(film.edition);
  assert.ok(edition);
  assert.deepEqual(
    downloadFiles(edition).map(({ name }) => name),
    ['240p'],
  );
  const told = await service.told(VideoPlayableSchema, film.videoId);
  assert.equal(told.at(-1)?.complete, true);

  assert.equal(await status(`${path}360p/index.m3u8`), 200);
  assert.equal(await status(`${path}360p/3.m4s`), 200);
  await service.context.index.forgetLeftOut();
  assert.equal(await status(`${path}360p/3.m4s`), 200);
});

test('after a while its segments are forgotten, and nothing else is', async () => {
  const { film, path } = await leavingOut(Date.now() - 1);
  await service.context.index.forgetLeftOut();
  service.context.leases.forgetVideo(film.videoId);
  assert.equal(await status(`${path}360p/3.m4s`), 404);
  assert.equal(await status(`${path}240p/3.m4s`), 200);
});
