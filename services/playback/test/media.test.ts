import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { type Film, type PlaybackAlone, startPlayback, ViewsCountedSchema, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

const viewer = (film: Film) => ({ accountId: film.ownerId, sessionId: newId() });
const statusOf = async (path: string) => (await service.media(path)).status;

test('public and unlisted films play by their key alone, for any origin', async () => {
  for (const visibility of [Visibility.PUBLIC, Visibility.UNLISTED]) {
    const film = service.film();
    await film.whole(visibility);
    const path = await service.plays(film.videoId);
    assert.match(path, /^\/media\/[\w-]{22}\/$/);
    await service.caughtUp();
    for (const [file, type] of Object.entries({
      'master.m3u8': 'application/vnd.apple.mpegurl',
      'manifest.mpd': 'application/dash+xml',
      '360p/index.m3u8': 'application/vnd.apple.mpegurl',
      '360p/init.mp4': 'video/mp4',
      '360p/0.m4s': 'video/mp4',
      'poster.jpg': 'image/jpeg',
      'storyboard.vtt': 'text/vtt; charset=utf-8',
      'storyboard/0.jpg': 'image/jpeg',
    })) {
      const answer = await service.media(path + file, { headers: { origin: 'https://elsewhere.example' } });
      assert.equal(answer.status, 200, file);
      assert.equal(answer.headers.get('content-type'), type);
      assert.equal(answer.headers.get('access-control-allow-origin'), '*');
      assert.equal(answer.headers.get('access-control-allow-credentials'), null);
      assert.match(answer.headers.get('cache-control') ?? '', /^public/);
    }
  }
});

test('a private film plays for its owner with a token of this key, and is not found by anyone else', async () => {
  const film = service.film();
  const other = service.film();
  await film.whole(Visibility.PRIVATE);
  await other.whole(Visibility.PRIVATE);
  const me = viewer(film);
  const path = await service.plays(film.videoId, me);
  const [, , key = '', token = ''] = path.split('/');
  const answer = await service.media(`${path}360p/0.m4s`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get('cache-control') ?? '', /^private/);

  assert.equal(await service.pathOf(film.videoId), undefined);
  assert.equal(await service.pathOf(film.videoId, { accountId: newId(), sessionId: newId() }), undefined);
  const otherPath = await service.plays(other.videoId, viewer(other));
  const tokens = service.context.tokens;
  const later = Date.now() + 60_000;
  const forged = {
    none: '',
    'of another key': otherPath.split('/')[3] ?? '',
    'with another account': token.replace(/^[^.]+/, newId()),
    'with another session': token.replace(/^([^.]+)\.[^.]+/, `$1.${newId()}`),
    'with another epoch': token.replace(/^([^.]+\.[^.]+)\.[^.]+/, '$1.2'),
    'that lasts longer': token.replace(/^((?:[^.]+\.){3})[^.]+/, '$1zzzzzzz'),
    'with a changed signature': token.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
    'of someone else': tokens.sign(key, { accountId: newId(), sessionId: newId(), epoch: 1, expiresAtMs: later }),
    'that has expired': tokens.sign(key, { ...me, epoch: 1, expiresAtMs: Date.now() - 1000 }),
  };
  for (const [which, value] of Object.entries(forged)) {
    for (const file of [
      'master.m3u8',
      '360p/index.m3u8',
      '360p/0.m4s',
      'poster.jpg',
      'storyboard.vtt',
      'storyboard/0.jpg',
    ]) {
      assert.equal(
        await statusOf(`/media/${key}/${value ? `${value}/` : ''}${file}`),
        404,
        `a token ${which}: ${file}`,
      );
    }
  }
  const valid = tokens.sign(key, { ...me, epoch: 1, expiresAtMs: later });
  assert.equal(await statusOf(`/media/${key}/${valid}/master.m3u8`), 200);

  // Logged out: no later byte.
  const { isRevoked } = service.context;
  service.context.isRevoked = ({ sessionId }) => sessionId === me.sessionId;
  try {
    assert.equal(await statusOf(`${path}master.m3u8`), 404);
  } finally {
    service.context.isRevoked = isRevoked;
  }
});

test('narrowing ends the key at once; its viewers learn it, and nothing under it is served', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const first = await service.plays(film.videoId);
  assert.equal(await statusOf(`${first}360p/0.m4s`), 200);
  await film.call(Visibility.PRIVATE, 2n);
  for (const file of ['master.m3u8', '360p/index.m3u8', '360p/0.m4s', 'poster.jpg', 'storyboard/0.jpg']) {
    const answer = await service.media(first + file);
    assert.equal(answer.status, 410, file);
    // Without it a page of another origin could not tell 410 from a network that is down.
    assert.equal(answer.headers.get('access-control-allow-origin'), '*');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  }
  assert.equal(await service.pathOf(film.videoId), undefined);
  const own = await service.pathOf(film.videoId, viewer(film));
  assert.equal(await statusOf(`${own}360p/0.m4s`), 200);

  // The event follows the call, and older rules come late: nothing changes.
  await film.access(Visibility.PRIVATE, 2n);
  await film.access(Visibility.PUBLIC, 1n);
  await service.caughtUp();
  await film.call(Visibility.PUBLIC, 2n);
  assert.equal(await service.pathOf(film.videoId), undefined);
  assert.equal(await statusOf(`${own}360p/0.m4s`), 200);

  // Opened again: another key, the first stays ended.
  await film.call(Visibility.PUBLIC, 3n);
  const again = await service.plays(film.videoId);
  assert.notEqual(again, first);
  assert.equal(await statusOf(`${first}master.m3u8`), 410);
  assert.equal(await statusOf(`${own}master.m3u8`), 410);
});

test('a deleted film is gone under every key it had, for good', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  assert.equal(await statusOf(`${path}360p/0.m4s`), 200);
  await film.deleted(2n);
  await eventually('it is gone', async () => (await statusOf(`${path}360p/0.m4s`)) === 410);
  await film.access(Visibility.PUBLIC, 1n);
  await film.pictures();
  await service.caughtUp();
  assert.equal(await service.pathOf(film.videoId), undefined);
  assert.equal(await service.pathOf(film.videoId, viewer(film)), undefined);

  // Deleted before its segments came.
  const early = service.film();
  await early.created(Visibility.PUBLIC);
  await early.deleted(2n);
  await service.caughtUp();
  await early.planned();
  await early.segments('360p', 0, 4);
  await early.finished();
  await service.caughtUp();
  assert.equal(await service.pathOf(early.videoId), undefined);
});

test('ETag, ranges and HEAD as HTTP has them', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  await service.caughtUp();
  for (const file of ['360p/index.m3u8', '360p/0.m4s']) {
    const full = await service.media(path + file);
    const body = await full.text();
    const etag = full.headers.get('etag') ?? '';
    const same = await service.media(path + file, { headers: { 'if-none-match': etag } });
    assert.deepEqual([same.status, await same.text()], [304, '']);
    assert.equal((await service.media(path + file, { headers: { 'if-none-match': '"other"' } })).status, 200);
    const head = await service.media(path + file, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
    assert.equal(head.headers.get('content-length'), String(Buffer.byteLength(body)));
  }
  const segment = `${path}360p/1.m4s`;
  const whole = await (await service.media(segment)).text();
  const part = async (range: string) => service.media(segment, { headers: { range } });
  const middle = await part('bytes=2-5');
  assert.deepEqual([middle.status, await middle.text()], [206, whole.slice(2, 6)]);
  assert.equal(middle.headers.get('content-range'), `bytes 2-5/${whole.length}`);
  assert.equal(await (await part('bytes=-3')).text(), whole.slice(-3));
  assert.equal(await (await part('bytes=4-')).text(), whole.slice(4));
  const beyond = await part('bytes=5000-');
  assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, `bytes */${whole.length}`]);
  const many = Array.from({ length: 500 }, (_, index) => `${index}-${index}`).join(',');
  assert.equal((await part(`bytes=${many}`)).status, 200);
});

test('addresses that are none are refused, whatever is in them', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  const { port } = new URL(service.url);
  const raw = async (target: string) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(`GET ${target} HTTP/1.1\r\nHost: kinora\r\nConnection: close\r\n\r\n`);
    return Number((await text(socket)).slice(9, 12));
  };
  const targets = [
    `${path}nothing`,
    path,
    `${path}360p/99.m4s`,
    `${path}360p/-1.m4s`,
    `${path}360p/1e0.m4s`,
    `${path}360p/00000001.m4s`,
    `${path}720p/0.m4s`,
    `${path}constructor/0.m4s`,
    `${path}__proto__/index.m3u8`,
    `${path}storyboard/7.jpg`,
    `${path}../${path}master.m3u8`,
    `${path}360p/../../../etc/passwd`,
    `${path}%2e%2e/%2e%2e/etc/passwd`,
    `${path}360p%2f0.m4s%00.jpg`,
    `${path}/master.m3u8`,
    `${path}360p//0.m4s`,
    `${path}%00`,
    `${path}%ff`,
    `${path}%`,
    `${path}${'a'.repeat(401)}`,
    `${path}${'a'.repeat(7000)}`,
    `/media/${'A'.repeat(22)}/master.m3u8`,
    `/media/${'A'.repeat(65)}/master.m3u8`,
    '/media//master.m3u8',
    '/media/../media/x',
    `${path.slice(0, -2)}/master.m3u8`,
  ];
  for (const target of targets) {
    const status = await raw(target);
    assert.ok(status >= 400 && status < 500, `${target.slice(0, 80)}: ${status}`);
  }
  assert.equal(await raw(`${path}master.m3u8`), 200);
});

interface Beacon {
  viewId?: string;
  watchedMs: number;
  token?: string;
  browser?: string;
}
const beacon = (film: Film, { viewId = crypto.randomUUID(), watchedMs, token, browser = 'A' }: Beacon) =>
  fetch(`${service.url}/api/v1/videos/${film.videoId}/beacons`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': browser,
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    body: JSON.stringify({ viewId, watchedMs, positionMs: watchedMs, durationMs: 1000 }),
  });
const viewsOf = async (film: Film) => {
  const row = await service.database.query
    .selectFrom('videos')
    .select('views')
    .where('video_id', '=', film.videoId)
    .executeTakeFirstOrThrow();
  return Number(row.views);
};
/** As if this view had begun so long ago. */
const begunBefore = (viewId: string, seconds: number) =>
  service.database.query
    .updateTable('watchings')
    .set({ started_at: sql<Date>`now() - ${seconds} * interval '1 second'` })
    .where('view_id', '=', viewId)
    .execute();

test('a view is 30 s or half of the film, once per viewer and day; counts are told as absolute values', async () => {
  const film = service.film({ durationMs: 600_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const token = await service.token();
  const viewId = crypto.randomUUID();
  assert.equal((await beacon(film, { viewId, watchedMs: 10_000, token })).status, 204);
  await begunBefore(viewId, 60);
  await beacon(film, { viewId, watchedMs: 29_999, token });
  assert.equal(await viewsOf(film), 0);
  await beacon(film, { viewId, watchedMs: 30_000, token });
  assert.equal(await viewsOf(film), 1);
  // The same viewer again, by repetition, by a new view and by fifty at once.
  await Promise.all(Array.from({ length: 50 }, () => beacon(film, { viewId, watchedMs: 60_000, token })));
  const second = crypto.randomUUID();
  await beacon(film, { viewId: second, watchedMs: 0, token });
  await begunBefore(second, 60);
  await beacon(film, { viewId: second, watchedMs: 40_000, token });
  assert.equal(await viewsOf(film), 1);
  // Tomorrow counts anew.
  await service.database.query
    .updateTable('counted_views')
    .set({ day: sql<string>`day - 1` })
    .where('video_id', '=', film.videoId)
    .execute();
  await beacon(film, { viewId: second, watchedMs: 40_000, token });
  assert.equal(await viewsOf(film), 2);
  // Visitors by address and browser.
  for (const browser of ['A', 'B', 'A']) {
    const visit = crypto.randomUUID();
    await beacon(film, { viewId: visit, watchedMs: 0, browser });
    await begunBefore(visit, 60);
    await beacon(film, { viewId: visit, watchedMs: 31_000, browser });
  }
  assert.equal(await viewsOf(film), 4);
  const last = await eventually('the count is told', async () => {
    const told = await service.told(ViewsCountedSchema, film.videoId);
    const counts = told.map(({ views }) => Number(views));
    assert.deepEqual(
      counts,
      counts.toSorted((a, b) => a - b),
    );
    return counts.at(-1) === 4 && counts;
  });
  assert.equal(new Set(last).size, last.length, 'each count is told once');
});

test('of a short film half is enough, by its real length and not by what the page says', async () => {
  const film = service.film({ durationMs: 20_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const token = await service.token();
  await beacon(film, { watchedMs: 9_999, token });
  assert.equal(await viewsOf(film), 0);
  await beacon(film, { watchedMs: 10_000, token });
  assert.equal(await viewsOf(film), 1);
});

test('nobody has watched longer than the time that has passed allows', async () => {
  const film = service.film({ durationMs: 600_000 });
  await film.whole(Visibility.PUBLIC);
  await service.caughtUp();
  const viewId = crypto.randomUUID();
  for (let i = 0; i < 3; i++) assert.equal((await beacon(film, { viewId, watchedMs: 600_000 })).status, 204);
  assert.equal(await viewsOf(film), 0);
  // Another viewer cannot go on with this view either.
  const stranger = await service.token();
  await begunBefore(viewId, 60);
  await beacon(film, { viewId, watchedMs: 600_000, token: stranger });
  assert.equal(await viewsOf(film), 0);
});

test('beacons that are none are refused, and films that may not be seen are not found', async () => {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const secret = service.film();
  await secret.whole(Visibility.PRIVATE);
  const unruled = service.film();
  await unruled.planned();
  await service.caughtUp();
  for (const watchedMs of [-1, Number.NaN, 1e20]) {
    assert.equal((await beacon(film, { watchedMs })).status, 422, `${watchedMs}`);
  }
  assert.equal((await beacon(film, { viewId: 'x', watchedMs: 1 })).status, 422);
  for (const hidden of [secret, unruled, { ...film, videoId: newId() }]) {
    assert.equal((await beacon(hidden, { watchedMs: 20_000 })).status, 404);
    assert.equal((await beacon(hidden, { watchedMs: 20_000, token: await service.token() })).status, 404);
  }
  const own = await service.token({ accountId: secret.ownerId });
  assert.equal((await beacon(secret, { watchedMs: 1, token: own })).status, 204);
});
