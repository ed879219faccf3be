import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EditionReplacedSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { type Film, type PlaybackAlone, startPlayback, VideoPlayableSchema, Visibility } from './harness.ts';

const DAY_MS = 24 * 3_600_000;

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

const status = async (path: string) => {
  const answer = await service.media(path);
  await answer.arrayBuffer();
  return answer.status;
};
const shows = async (path: string) => (await service.media(`${path}360p/0.m4s`)).text();

/** A film that plays, and another edition of it that is held back. */
async function withNext(): Promise<{ film: Film; next: Film; path: string }> {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const path = await service.plays(film.videoId);
  return { film, path, next: service.film({ videoId: film.videoId, ownerId: film.ownerId, held: true }) };
}

/** All but the word that it is whole. */
async function process(next: Film): Promise<void> {
  await next.planned();
  await next.segments('360p', 0, 4, { last: true });
  await next.pictures();
  await service.caughtUp();
}

test('an edition that is held back is shown in one moment, when it is whole', async () => {
  const { film, next, path } = await withNext();
  await process(next);
  assert.equal(await service.pathOf(film.videoId), path, 'what plays goes on');
  await next.finished();
  await service.caughtUp();
  const after = await service.plays(film.videoId);
  assert.notEqual(after, path);
  assert.match(await shows(after), new RegExp(next.edition));
  const told = await service.told(VideoPlayableSchema, film.videoId);
  assert.deepEqual(
    told.filter(({ edition }) => edition === next.edition).map(({ complete }) => complete),
    [true],
    'told once, as a whole',
  );
});

test('who watches a replaced edition goes on for longer than any token lives', async () => {
  const { film, next, path } = await withNext();
  await process(next);
  await next.finished();
  await service.caughtUp();
  assert.match(await shows(path), new RegExp(film.edition));
  assert.equal(await status(`${path}master.m3u8`), 200);
  const [replaced, ...more] = await service.told(EditionReplacedSchema, film.videoId);
  assert.deepEqual([replaced?.edition, more.length], [film.edition, 0]);
  const left = Number(replaced?.servedUntilMs) - Date.now();
  assert.ok(left > DAY_MS - 60_000 && left <= DAY_MS, `${left} ms`);
  await service.database.query
    .updateTable('media_keys')
    .set({ ended_at: new Date(Date.now() - 1000) })
    .where('edition_id', '=', film.edition)
    .execute();
  service.context.leases.forgetVideo(film.videoId);
  assert.equal(await status(`${path}360p/0.m4s`), 410);
});

test('hiding a video ends replaced editions with the one that plays', async () => {
  const { film, next, path } = await withNext();
  await process(next);
  await next.finished();
  await service.caughtUp();
  const current = await service.plays(film.videoId);
  await film.call(Visibility.PRIVATE, 2n);
  assert.equal(await status(`${path}360p/0.m4s`), 410);
  assert.equal(await status(`${current}360p/0.m4s`), 410);
});

test('an edition that was held back and fails takes nothing along', async () => {
  const { film, next, path } = await withNext();
  await process(next);
  await next.failed();
  await service.caughtUp();
  assert.equal(await service.pathOf(film.videoId), path);
  assert.match(await shows(path), new RegExp(film.edition));
  // Nor does a change of the rule bring it back.
  await film.call(Visibility.UNLISTED, 2n);
  assert.match(await shows(await service.plays(film.videoId)), new RegExp(film.edition));
});

test('a change of the rule while the next edition is made shows the old one under a new key', async () => {
  const { film, next, path } = await withNext();
  await process(next);
  await film.call(Visibility.UNLISTED, 2n);
  const moved = await service.plays(film.videoId);
  assert.notEqual(moved, path);
  assert.match(await shows(moved), new RegExp(film.edition));
  await next.finished();
  await service.caughtUp();
  assert.match(await shows(await service.plays(film.videoId)), new RegExp(next.edition));
});
