import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { parseMediaPlaylist, parseMultivariantPlaylist } from '@kinora/media';
import { eventually } from '@kinora/testing';
import {
  type Film,
  type PlaybackAlone,
  SEGMENT_MS,
  startPlayback,
  VideoPlayableSchema,
  Visibility,
} from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

/** All ways to deal two streams into one, each in its own order. */
function interleavings<T>(a: T[], b: T[]): T[][] {
  const [firstA] = a;
  const [firstB] = b;
  if (firstA === undefined) return [b];
  if (firstB === undefined) return [a];
  return [
    ...interleavings(a.slice(1), b).map((rest) => [firstA, ...rest]),
    ...interleavings(a, b.slice(1)).map((rest) => [firstB, ...rest]),
  ];
}

const mediaPlaylist = async (path: string) => {
  const answer = await service.media(path);
  assert.equal(answer.status, 200, path);
  const parsed = parseMediaPlaylist(await answer.text());
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return { ...parsed.value, cacheControl: answer.headers.get('cache-control') };
};

type Step = { name: string; tell(film: Film): Promise<void> };
const STEPS: Step[] = [
  { name: 'planned', tell: (film) => film.planned() },
  { name: 'first', tell: (film) => film.segments('360p', 0, 2) },
  { name: 'pictures', tell: (film) => film.pictures() },
  { name: 'rest', tell: (film) => film.segments('360p', 2, 2) },
  { name: 'finished', tell: (film) => film.finished() },
];
const RULES: Step[] = [
  { name: 'created', tell: (film) => film.created(Visibility.PRIVATE) },
  { name: 'opened', tell: (film) => film.access(Visibility.PUBLIC, 2n) },
];

test('whatever the order of the two streams and however often each event comes, the same film plays', async () => {
  const stories = interleavings(STEPS, RULES).map((order) => ({ order, film: service.film() }));
  await Promise.all(
    stories.map(async ({ order, film }) => {
      for (const [position, step] of order.entries()) {
        await step.tell(film);
        // What was told is told again, later and older ones included.
        if (position % 2 === 1) await order[position - 1]?.tell(film);
      }
    }),
  );
  await service.caughtUp();
  for (const { order, film } of stories) {
    const what = order.map(({ name }) => name).join(' ');
    const path = await service.pathOf(film.videoId);
    assert.ok(path, what);
    const playlist = await mediaPlaylist(`${path}360p/index.m3u8`);
    assert.deepEqual([playlist.segments.length, playlist.ended], [4, true], what);
    const told = await service.told(VideoPlayableSchema, film.videoId);
    assert.equal(told.at(-1)?.complete, true, what);
    assert.deepEqual([told.at(-1)?.hasPoster, told.at(-1)?.hasStoryboard], [true, true], what);
    assert.equal(told.filter(({ complete }) => complete).length, 1, what);
  }
});

test('it is told once that it may play, once more with pictures, and again when it is whole', async () => {
  const film = service.film();
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 1);
  await service.caughtUp();
  assert.equal((await service.told(VideoPlayableSchema, film.videoId)).length, 0, 'one segment does not play');
  await film.segments('360p', 1, 1);
  await film.segments('360p', 2, 1);
  await film.segments('360p', 3, 1, { last: true });
  await service.caughtUp();
  assert.deepEqual(
    (await service.told(VideoPlayableSchema, film.videoId)).map(({ complete }) => complete),
    [false],
  );
  await film.pictures();
  await film.finished();
  await service.caughtUp();
  assert.deepEqual(
    (await service.told(VideoPlayableSchema, film.videoId)).map(({ complete, hasPoster }) => [complete, hasPoster]),
    [
      [false, false],
      [false, true],
      [true, true],
    ],
  );
});

test('the length of a film is told when its file was read to the end, where nobody knew it before', async () => {
  const film = service.film({ durationMs: 0 });
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 2);
  await film.segments('360p', 2, 1, { filmDurationMs: 16_000 });
  await film.segments('360p', 3, 1, { filmDurationMs: 16_000 });
  await service.caughtUp();
  const told = await service.told(VideoPlayableSchema, film.videoId);
  assert.deepEqual(
    told.map(({ durationMs, complete }) => [durationMs, complete]),
    [
      [0n, false],
      [16_000n, false],
    ],
  );
});

test('playlists grow without changing what they said, and end', async () => {
  const film = service.film();
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 2);
  const path = await service.plays(film.videoId);
  const growing = await mediaPlaylist(`${path}360p/index.m3u8`);
  assert.deepEqual([growing.type, growing.ended, growing.segments.length], ['EVENT', false, 2]);
  assert.match(growing.cacheControl ?? '', /no-cache/);

  // A run behind a gap waits for what lies between.
  await film.segments('360p', 3, 1, { last: true });
  await service.caughtUp();
  assert.equal((await mediaPlaylist(`${path}360p/index.m3u8`)).segments.length, 2);
  await film.segments('360p', 2, 1);
  await service.caughtUp();
  const whole = await mediaPlaylist(`${path}360p/index.m3u8`);
  assert.deepEqual(whole.segments.slice(0, 2), growing.segments);
  assert.equal(whole.targetDurationSeconds, growing.targetDurationSeconds);
  assert.deepEqual([whole.ended, whole.segments.length], [true, 4]);
  const seconds = whole.segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  assert.equal(seconds, (4 * SEGMENT_MS) / 1000);
  for (const { uri } of whole.segments) {
    assert.equal((await service.media(`${path}360p/${uri}`)).status, 200, uri);
  }
  const master = parseMultivariantPlaylist(await (await service.media(`${path}master.m3u8`)).text());
  assert.ok(master.ok, JSON.stringify(master));
  assert.deepEqual(
    master.value.variants.map(({ uri }) => uri),
    ['360p/index.m3u8'],
  );
});

test('a film with sound plays when its sound does', async () => {
  const film = service.film({ audio: true });
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 4);
  await film.segments('audio', 0, 1);
  await service.caughtUp();
  assert.equal(await service.pathOf(film.videoId), undefined);
  await film.segments('audio', 1, 3);
  const path = await service.plays(film.videoId);
  const master = parseMultivariantPlaylist(await (await service.media(`${path}master.m3u8`)).text());
  assert.ok(master.ok, JSON.stringify(master));
  assert.deepEqual(
    master.value.audio.map(({ uri }) => uri),
    ['audio/index.m3u8'],
  );
  assert.match((await service.media(`${path}audio/0.m4s`)).headers.get('content-type') ?? '', /^audio\/mp4/);
});

test('without a rule nobody is served, whatever is there', async () => {
  const film = service.film();
  await film.planned();
  await film.segments('360p', 0, 4);
  await film.finished();
  await service.caughtUp();
  assert.equal(await service.pathOf(film.videoId), undefined);
  assert.equal((await service.told(VideoPlayableSchema, film.videoId)).length, 0);
  const keys = await service.database.query
    .selectFrom('media_keys')
    .select('key')
    .where('video_id', '=', film.videoId)
    .execute();
  assert.deepEqual(keys, []);
});

test('a newer edition takes over when it plays, and not before', async () => {
  const old = service.film();
  await old.whole(Visibility.PUBLIC);
  const before = await service.plays(old.videoId);
  const fresh = service.film({ videoId: old.videoId, ownerId: old.ownerId });
  await fresh.planned();
  await fresh.segments('360p', 0, 1);
  await service.caughtUp();
  assert.equal(await service.pathOf(old.videoId), before);
  await fresh.segments('360p', 1, 1);
  const taken = await eventually('the new edition plays', async () => {
    const path = await service.pathOf(old.videoId);
    return path !== before && path;
  });
  assert.equal(await (await service.media(`${taken}360p/0.m4s`)).text(), `${fresh.edition} 360p`);
  assert.equal((await service.media(`${before}master.m3u8`)).status, 410);
  // Whatever still comes of the old one takes nothing back.
  await old.pictures();
  await old.finished();
  await service.caughtUp();
  assert.equal(await service.pathOf(old.videoId), taken);
});

test('a failed edition is withdrawn, and no later rule brings it back', async () => {
  const shown = service.film();
  await shown.created(Visibility.PUBLIC);
  await shown.planned();
  await shown.segments('360p', 0, 3);
  const path = await service.plays(shown.videoId);
  await shown.failed();
  await service.caughtUp();
  assert.equal((await service.media(`${path}master.m3u8`)).status, 410);
  await shown.call(Visibility.UNLISTED, 2n);
  await shown.access(Visibility.PUBLIC, 3n);
  await service.caughtUp();
  assert.equal(await service.pathOf(shown.videoId), undefined);

  // The rule may be the last to come.
  const late = service.film();
  await late.planned();
  await late.segments('360p', 0, 3);
  await late.failed();
  await late.created(Visibility.PUBLIC);
  await service.caughtUp();
  assert.equal(await service.pathOf(late.videoId), undefined);
  assert.equal((await service.told(VideoPlayableSchema, late.videoId)).length, 0);
});

test('when the edition that was to replace it fails, what was shown is withdrawn too', async () => {
  const first = service.film();
  await first.created(Visibility.PUBLIC);
  await first.planned();
  await first.segments('360p', 0, 3);
  const path = await service.plays(first.videoId);
  const second = service.film({ videoId: first.videoId, ownerId: first.ownerId });
  await second.planned();
  await second.failed();
  await service.caughtUp();
  assert.equal((await service.media(`${path}master.m3u8`)).status, 410);
  await first.access(Visibility.UNLISTED, 2n);
  await service.caughtUp();
  assert.equal(await service.pathOf(first.videoId), undefined);
});

test('rules that change while segments arrive wait for each other in one order', async () => {
  const films = Array.from({ length: 20 }, () => service.film());
  await Promise.all(
    films.map(async (film) => {
      await film.created(Visibility.PUBLIC);
      await film.planned();
      await film.segments('360p', 0, 2);
    }),
  );
  await service.caughtUp();
  await Promise.all(
    films.map(async (film) => {
      const told = [film.segments('360p', 2, 2), film.pictures(), film.finished()];
      for (let version = 2n; version < 8n; version++) await film.call(Visibility.UNLISTED, version);
      await Promise.all(told);
    }),
  );
  await service.caughtUp();
});
