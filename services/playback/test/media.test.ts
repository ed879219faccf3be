import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { type Film, type PlaybackAlone, startPlayback, Visibility } from './harness.ts';

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
