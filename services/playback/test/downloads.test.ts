import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { parseFragments, writeAudioInit, writeAudioSegment, writeVideoInit, writeVideoSegment } from '@kinora/media';
import { eventually } from '@kinora/testing';
import { getPlayback } from '../src/rpc/get-playback.ts';
import { readFilm } from '../src/rpc/read-film.ts';
import { type Film, type PlaybackAlone, SEGMENT_MS, startPlayback, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

/** Large enough not to fit into what the network holds for a reader who has stopped. */
const LARGE = 12_000_000;
const box = (type: string, ...parts: Uint8Array[]) => {
  const head = Buffer.alloc(8, `\0\0\0\0${type}`);
  head.writeUInt32BE(parts.reduce((sum, { length }) => sum + length, 8));
  return Buffer.concat([head, ...parts]);
};
const AVCC = box('avcC', Buffer.from([1, 0x64, 0, 0x1f, 0xff, 0xe0, 0]));
const sampleEntry = box('avc1', new Uint8Array(78), AVCC);

/** What a packager would have made: four segments of picture and sound. */
function media(rendition: string, sequence: number | undefined, frameBytes = 100): Uint8Array {
  if (rendition === 'audio') {
    if (sequence === undefined)
      return writeAudioInit({ sampleEntry: box('mp4a', new Uint8Array(28)), timescale: 48_000 });
    const frames = Array.from({ length: 94 }, () => new Uint8Array(6).fill(sequence));
    return writeAudioSegment({ sequence, startPts: sequence * SEGMENT_MS * 48, frameDuration: 1024, frames });
  }
  if (sequence === undefined)
    return writeVideoInit({ sampleEntry, timescale: 90_000, width: 640, height: 360, mediaTime: 45_000 });
  const start = sequence * SEGMENT_MS * 90;
  const samples = [{ pts: start, sync: true, data: new Uint8Array(frameBytes).fill(sequence + 1) }];
  return writeVideoSegment({ sequence, samples, startPts90k: start, endPts90k: start + SEGMENT_MS * 90 });
}

const filmOf = (frameBytes = 100) =>
  service.film({ audio: true, bytesOf: (rendition, sequence) => media(rendition, sequence, frameBytes) });
const downloadsOf = async (film: Film, accountId = '') => {
  const request = { videoIds: [film.videoId], accountId, sessionId: newId(), accountEpoch: 1n, withDownloads: true };
  const answer = (await getPlayback.handle(service.context, request as never, undefined as never)) as {
    playbacks: { downloads: { name: string; path: string; sizeBytes: bigint }[] }[];
  };
  return answer.playbacks[0]?.downloads ?? [];
};
const whole = async (film: Film, visibility: Visibility, options: { downloads?: boolean } = {}) => {
  await film.whole(visibility);
  await service.plays(film.videoId, { accountId: film.ownerId, sessionId: newId() });
  await service.caughtUp();
  await film.call(visibility, 2n, options);
};

test('a film is read in parts for the archive of its owner, and is the file that is downloaded', async () => {
  const film = filmOf(LARGE / 4);
  await whole(film, Visibility.PRIVATE);
  const read = (request: { videoId?: string; file?: string; offset?: bigint }) =>
    readFilm.handle(
      service.context,
      { videoId: film.videoId, file: '', offset: 0n, ...request } as never,
      undefined as never,
    ) as Promise<{ file: string; sizeBytes: bigint; data: Uint8Array }>;
  const parts: Uint8Array[] = [];
  let file = '';
  for (let offset = 0n; ; ) {
    const part = await read({ file, offset });
    assert.ok(part.data.length <= 2 * 2 ** 20, 'a message of gRPC holds it');
    parts.push(part.data);
    file = part.file;
    offset += BigInt(part.data.length);
    if (offset >= part.sizeBytes) break;
  }
  assert.ok(parts.length > 3, `${parts.length} parts`);
  const [{ path } = { path: '' }] = await downloadsOf(film, film.ownerId);
  const downloaded = Buffer.from(await (await service.media(path)).arrayBuffer());
  assert.ok(Buffer.concat(parts).equals(downloaded));
  await assert.rejects(read({ file: `${newId()}/360p.mp4`, offset: 5n }), { code: 'playback.ended' });
  assert.equal((await read({ videoId: newId() })).file, '');
});

test('a file is as long as it was said to be, and holds every segment of picture and sound', async () => {
  const film = filmOf();
  await whole(film, Visibility.PUBLIC, { downloads: true });
  const downloads = await downloadsOf(film);
  assert.deepEqual(
    downloads.map(({ name, path }) => [name, path.replace(/^\/media\/[\w-]{22}\//, '')]),
    [
      ['360p', 'download/360p.mp4'],
      ['audio', 'download/audio.m4a'],
    ],
  );
  for (const { path, sizeBytes } of downloads) {
    const answer = await service.media(`${path}?name=${encodeURIComponent('W\r\n"æter')}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    assert.deepEqual([answer.status, bytes.length], [200, Number(sizeBytes)]);
    assert.equal(answer.headers.get('content-length'), `${sizeBytes}`);
    const disposition = answer.headers.get('content-disposition') ?? '';
    assert.match(disposition, /^attachment; filename="W ter .*"; filename\*=UTF-8''W%20%C3%A6ter%20/);
    const head = await service.media(path, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length')], [200, `${sizeBytes}`]);
    const { init, fragments } = parseFragments(bytes);
    assert.equal(fragments.length, init.tracks.length * 4);
  }
});

test('ranges joined are the whole, and a file that has changed since is sent anew', async () => {
  const film = filmOf(40_000);
  await whole(film, Visibility.PUBLIC, { downloads: true });
  const [{ path, sizeBytes } = assert.fail()] = await downloadsOf(film);
  const size = Number(sizeBytes);
  const get = (headers: Record<string, string>) => service.media(path, { headers });
  const file = Buffer.from(await (await get({})).arrayBuffer());
  const cuts = [0, 7, 900, 40_100, 100_001, size];
  const parts = await Promise.all(
    cuts.slice(1).map(async (end, index) => {
      const answer = await get({ range: `bytes=${cuts[index]}-${end - 1}` });
      assert.equal(answer.status, 206);
      assert.equal(answer.headers.get('content-range'), `bytes ${cuts[index]}-${end - 1}/${size}`);
      return Buffer.from(await answer.arrayBuffer());
    }),
  );
  assert.ok(Buffer.concat(parts).equals(file));
  const tail = await get({ range: 'bytes=-10' });
  assert.ok(Buffer.from(await tail.arrayBuffer()).equals(file.subarray(-10)));
  for (const range of [`bytes=${size}-`, 'bytes=5-2', 'bytes=x', 'bytes=-0']) {
    const answer = await get({ range });
    assert.deepEqual([answer.status, answer.headers.get('content-range')], [416, `bytes */${size}`], range);
  }
  const statusOf = async (headers: Record<string, string>) => {
    const answer = await get(headers);
    await answer.body?.cancel();
    return answer.status;
  };
  const etag = tail.headers.get('etag') ?? '';
  assert.equal(await statusOf({ 'if-none-match': `"x", ${etag}` }), 304);
  assert.equal(await statusOf({ range: 'bytes=0-1', 'if-range': etag }), 206);
  assert.equal(await statusOf({ range: 'bytes=0-1', 'if-range': '"another"' }), 200);
  assert.equal(await statusOf({ range: 'bytes=0-1,4-5' }), 200);
});

test('a file of which a part is lost ends early, and never says that it is whole', async () => {
  const film = filmOf();
  await whole(film, Visibility.PUBLIC, { downloads: true });
  const [{ path } = assert.fail()] = await downloadsOf(film);
  const { blobs } = service.context;
  const short: typeof blobs.readAll = async (key) => (await blobs.readAll(key)).subarray(0, -1);
  service.context.blobs = { ...blobs, readAll: short } as typeof blobs;
  try {
    await assert.rejects(service.media(path).then((answer) => answer.arrayBuffer()));
  } finally {
    service.context.blobs = blobs;
  }
});

test('only those may who are allowed to: others where the creator says so, the owner always', async () => {
  const film = filmOf();
  await whole(film, Visibility.PUBLIC);
  const path = await service.plays(film.videoId);
  const statusOf = async (address: string) => (await service.media(address)).status;
  assert.deepEqual(await downloadsOf(film), []);
  assert.deepEqual(await downloadsOf(film, newId()), []);
  assert.equal(await statusOf(`${path}download/360p.mp4`), 404);
  const [own = assert.fail()] = await downloadsOf(film, film.ownerId);
  assert.equal(await statusOf(own.path), 200);
  assert.equal(await statusOf(own.path.replace(film.ownerId, newId())), 404, 'a token of somebody else');
  assert.equal(await statusOf(own.path.replace('download/', '')), 404);

  // Allowing it disturbs nobody who watches: the key stays.
  await film.call(Visibility.PUBLIC, 3n, { downloads: true });
  assert.equal(await service.plays(film.videoId), path);
  assert.equal(await statusOf(`${path}download/360p.mp4`), 200);
  for (const file of ['1080p.mp4', '360p.m4a', 'audio.mp4', 'constructor.mp4', '..%2f360p.mp4', ''])
    assert.equal(await statusOf(`${path}download/${file}`), 404, file);
  await film.call(Visibility.PUBLIC, 4n);
  assert.equal(await statusOf(`${path}download/360p.mp4`), 404);

  await film.call(Visibility.PRIVATE, 5n, { downloads: true });
  assert.equal(await statusOf(`${path}download/360p.mp4`), 410);
  assert.equal(await statusOf(own.path), 410);
  const [again = assert.fail()] = await downloadsOf(film, film.ownerId);
  assert.equal(await statusOf(again.path), 200);
  assert.equal(await statusOf(again.path.replace(/[^/]+\/download/, 'download')), 404, 'without a token');
});

test('what is not whole yet is no file', async () => {
  const film = filmOf();
  await film.created(Visibility.PUBLIC);
  await film.planned();
  await film.segments('360p', 0, 3);
  await film.segments('audio', 0, 4, { last: true });
  const path = await service.plays(film.videoId, { accountId: film.ownerId, sessionId: newId() });
  await film.call(Visibility.PUBLIC, 2n, { downloads: true });
  await service.caughtUp();
  assert.deepEqual(
    (await downloadsOf(film)).map(({ name }) => name),
    ['audio'],
  );
  assert.equal((await service.media(`${path}download/360p.mp4`)).status, 404);
});

test('a download ends when its film is hidden, also for a reader who waits; memory stays small', async (t) => {
  const film = filmOf(LARGE);
  await whole(film, Visibility.PUBLIC, { downloads: true });
  const [{ path, sizeBytes } = assert.fail()] = await downloadsOf(film);
  const { blobs } = service.context;
  let read = 0;
  const readAll: typeof blobs.readAll = (key) => {
    read++;
    return blobs.readAll(key);
  };
  service.context.blobs = { ...blobs, readAll } as typeof blobs;
  const { leases } = service.context;
  const get = leases.get.bind(leases);
  let refused = false;
  t.mock.method(leases, 'get', async (key: string) => {
    const lease = await get(key);
    refused ||= lease?.ended ?? false;
    return lease;
  });
  try {
    let received = 0;
    const ended = new Promise<'cut' | 'whole'>((resolve, reject) => {
      const asked = request(`${service.url}${path}`, (response) => {
        response.on('error', () => resolve('cut'));
        response.on('end', () => resolve(response.complete ? 'whole' : 'cut'));
        response.on('data', (bytes: Buffer) => {
          received += bytes.length;
          if (received < 1_000_000) return;
          response.pause();
          response.removeAllListeners('data');
        });
        // Whoever hides it while the reader rests, who goes on only when the server has learnt of it.
        response.once('pause', () => {
          film
            .call(Visibility.PRIVATE, 3n)
            .then(() => eventually('it is asked whether it may go on', async () => refused))
            .then(() => {
              response.on('data', (bytes: Buffer) => {
                received += bytes.length;
              });
              response.resume();
            })
            .catch(reject);
        });
      });
      asked.on('error', reject);
      asked.end();
    });
    assert.equal(await ended, 'cut');
    assert.ok(read <= 2, `${read} segments were read for a reader who waits`);
    assert.ok(received < Number(sizeBytes) / 2, `${received} of ${sizeBytes} bytes came`);
  } finally {
    service.context.blobs = blobs;
  }
  await eventually('it has ended', async () => (await service.media(path)).status === 410);
});
