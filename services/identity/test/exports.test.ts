import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { HistoryService } from '@kinora/contracts/kinora/history/v1/history_pb.ts';
import { InteractionsService } from '@kinora/contracts/kinora/interactions/v1/interactions_pb.ts';
import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { SubscriptionsService } from '@kinora/contracts/kinora/subscriptions/v1/subscriptions_pb.ts';
import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually, fakePeer, readZip } from '@kinora/testing';
import { isSignedExport, signExport } from '../src/domain/export-link.ts';
import { json, outcome, startSite, type TestPerson, type TestSite } from './people.ts';

interface Export {
  id: string;
  state: string;
  sizeBytes: number;
}

/** What the doubles of other services answer. */
let videos: (cursor: string) => {
  files: { path: string; text?: string; blobKey?: string; filmOf?: string }[];
  nextCursor?: string;
};
let readFilm: (request: { videoId: string; file: string; offset: bigint }) => {
  file: string;
  sizeBytes: bigint;
  data: Uint8Array;
};
let site: TestSite;
before(async () => {
  const nothing = () => ({ files: [] });
  site = await startSite({}, [
    fakePeer('channels', ChannelsService, { exportAccount: nothing }),
    fakePeer('history', HistoryService, { exportAccount: nothing }),
    fakePeer('interactions', InteractionsService, { exportAccount: nothing }),
    fakePeer('subscriptions', SubscriptionsService, { exportAccount: nothing }),
    fakePeer('uploads', UploadsService, { exportAccount: nothing }),
    fakePeer('playback', PlaybackService, { exportAccount: nothing, readFilm: (request) => readFilm(request) }),
    fakePeer('videos', VideosService, {
      exportAccount: ({ cursor }) => {
        const { files, nextCursor = '' } = videos(cursor);
        return {
          files: files.map(({ path, text, blobKey, filmOf }) => ({
            path,
            content: contentOf({ text, blobKey, filmOf }),
          })),
          nextCursor,
        };
      },
    }),
  ]);
});
after(() => site?.[Symbol.asyncDispose]());

function contentOf({ text = '', blobKey, filmOf }: { text?: string; blobKey?: string; filmOf?: string }) {
  if (filmOf !== undefined) return { case: 'filmOf' as const, value: filmOf };
  return blobKey === undefined ? { case: 'text' as const, value: text } : { case: 'blobKey' as const, value: blobKey };
}

const latest = async (person: TestPerson) =>
  (await json<{ export: Export | null }>(await person.ask('GET', '/me/exports/latest'))).export;
const ask = async (person: TestPerson, withFilms = false) =>
  json<Export>(await person.ask('POST', '/me/exports', { withFilms }));
const ready = (person: TestPerson) =>
  eventually('the archive is ready', async () => {
    const one = await latest(person);
    return one?.state === 'ready' && one;
  });
const rowOf = async (id: string) => {
  const [row] = await site.rows<{ attempts: number; blob_key: string | null; state: string; late: boolean }>(
    `select attempts, blob_key, state, next_at > now() as late from exports where id = '${id}'`,
  );
  return row;
};
/** It failed and waits, 5 s after the first time and 20 s after the second; whoever is at it has a turn of a minute. */
const hasFailed = async (id: string) => {
  const [row] = await site.rows<{ failed: boolean }>(
    `select next_at between now() and now() + interval '30 seconds' as failed from exports where id = '${id}'`,
  );
  return row?.failed;
};
const keysOf = async (id: string) =>
  (await site.service.engines.blobs.list(`exports/${id}/`)).blobs.map(({ key }) => key);
const filesOf = async (id: string) => {
  const [key = ''] = await keysOf(id);
  return readZip(await site.service.engines.blobs.readAll(key));
};

test('all pages of a service are in it, what is gone meanwhile is left out, and a mail says that it is ready', async () => {
  const { blobs } = site.service.engines;
  // More than one part of the blob, and nothing that could be compressed.
  const film = crypto.getRandomValues(new Uint8Array(65_536));
  const large = Buffer.concat(Array.from({ length: 280 }, () => film));
  await blobs.put('videos/large', large);
  videos = (cursor) =>
    cursor === ''
      ? { files: [{ path: 'videos/a/video.json', text: '{"a":1}' }], nextCursor: 'more' }
      : {
          files: [
            { path: 'videos/b/film.mp4', blobKey: 'videos/large' },
            { path: 'videos/b/gone.vtt', blobKey: 'videos/gone' },
          ],
        };
  const person = await site.register();
  const { id } = await ask(person);
  const { sizeBytes } = await ready(person);
  assert.equal(sizeBytes, (await blobs.head((await keysOf(id))[0] ?? ''))?.sizeBytes);
  const files = await filesOf(id);
  assert.deepEqual([...files.keys()], ['README.txt', 'account.json', 'videos/a/video.json', 'videos/b/film.mp4']);
  assert.ok(files.get('videos/b/film.mp4')?.equals(large));
  assert.ok((await site.mailsTo(person.email)).some(({ kind }) => kind === 'export-ready'));
});

test('films of which no upload is kept are read in parts; one that plays nothing whole is left out', async () => {
  const film = crypto.getRandomValues(new Uint8Array(50_000));
  const asked: string[] = [];
  let failures = 1;
  readFilm = ({ videoId, file, offset }) => {
    asked.push(`${videoId} ${file} ${offset}`);
    if (videoId === 'nothing') return { file: '', sizeBytes: 0n, data: new Uint8Array() };
    if (file !== '' && failures-- > 0) throw new Error('It plays another file by now.');
    return { file: 'e/720p.mp4', sizeBytes: 50_000n, data: film.subarray(Number(offset), Number(offset) + 20_000) };
  };
  videos = () => ({
    files: [
      { path: 'videos/a/film.mp4', filmOf: 'a' },
      { path: 'videos/b/film.mp4', filmOf: 'nothing' },
    ],
  });
  const person = await site.register();
  const { id } = await ask(person, true);
  await eventually('the first try fails', () => hasFailed(id));
  await site.rows(`update exports set next_at = now() where id = '${id}'`);
  await ready(person);
  const files = await filesOf(id);
  assert.ok(files.get('videos/a/film.mp4')?.equals(film), 'none of the first try is in it');
  assert.equal(files.has('videos/b/film.mp4'), false);
  assert.deepEqual(asked.slice(2), ['a  0', 'a e/720p.mp4 20000', 'a e/720p.mp4 40000', 'nothing  0']);
});

test('another process goes on where one has died, and removes what that one wrote', async () => {
  videos = () => ({ files: [] });
  const { blobs } = site.service.engines;
  const person = await site.register();
  const [id, other] = [newId(), newId()];
  const key = `exports/${id}/1.zip`;
  const uploadId = await blobs.startMultipart(key);
  const { etag } = await blobs.putPart({ key, uploadId }, 1, Buffer.from('half'), 4);
  await site.rows(`insert into exports (id, account_id, with_films, attempts, next_at, blob_key, multipart_id)
    values ('${id}', '${person.id}', false, 1, now() + interval '1 hour', '${key}', '${uploadId}')`);
  await site.rows(`insert into exports (id, account_id, with_films, expires_at, blob_key)
    values ('${other}', '${person.id}', false, now(), null)`);
  // Whoever asks wakes the loop; this one still has its turn.
  const witness = await site.register();
  await ask(witness);
  await ready(witness);
  assert.deepEqual(await rowOf(id), { attempts: 1, blob_key: key, state: 'waiting', late: true });
  assert.equal(await rowOf(other), undefined, 'what is over is forgotten');
  await site.rows(`update exports set next_at = now() where id = '${id}'`);
  await ready(person);
  assert.deepEqual(await keysOf(id), [`exports/${id}/2.zip`]);
  await assert.rejects(blobs.completeMultipart({ key, uploadId }, [{ part: 1, etag }]));
});

test('whoever was too slow does not count any more', async () => {
  const person = await site.register();
  const { exports } = site.service.context;
  const id = newId();
  await site.rows(`insert into exports (id, account_id, with_films, next_at)
    values ('${id}', '${person.id}', false, now() + interval '1 hour')`);
  const slow = { ...(await exports.find(id)), attempts: 0 } as NonNullable<Awaited<ReturnType<typeof exports.find>>>;
  await site.rows(`update exports set attempts = 1 where id = '${id}'`);
  const mailSite = { name: 'Site', url: site.service.url };
  assert.equal(await exports.noteWriting(slow, { key: `exports/${id}/0.zip`, uploadId: 'x' }), false);
  assert.equal(await exports.renew(slow), false);
  assert.equal(await exports.finish(slow, { sizeBytes: 1, site: mailSite }), false);
  assert.equal(await exports.finish({ ...slow, attempts: 1 }, { sizeBytes: 1, site: mailSite }), true);
});

test('what fails is tried again later, and given up in the end; nothing half-written stays', async () => {
  let calls = 0;
  videos = () => {
    calls++;
    throw new Error('The database of videos is gone.');
  };
  const person = await site.register();
  const { id } = await ask(person);
  await eventually('the first attempt failed', async () => calls === 1 && (await hasFailed(id)));
  assert.deepEqual(await rowOf(id), { attempts: 1, blob_key: null, state: 'waiting', late: true });
  assert.deepEqual(await keysOf(id), []);
  assert.equal(await outcome(person.ask('POST', '/me/exports', {})), '409 identity.export_under_way');
  await site.rows(`update exports set attempts = 5, next_at = now() where id = '${id}'`);
  await eventually('it is given up', async () => (await latest(person))?.state === 'failed');
  assert.equal(await outcome(person.ask('POST', '/me/exports/latest/link')), '404 identity.export_not_found');

  videos = () => ({ files: [{ path: '../../escape', text: 'x' }] });
  const next = await ask(person);
  await eventually('no file lies outside', () => hasFailed(next.id));
  videos = () => ({ files: [{ path: 'videos/x\u202egpj.exe', text: 'x' }] });
  await site.rows(`update exports set next_at = now() where id = '${next.id}'`);
  await eventually('none is called after what people wrote', async () => (await rowOf(next.id))?.attempts === 2);
  await eventually('it is tried again', () => hasFailed(next.id));
  assert.deepEqual(await keysOf(next.id), []);
  videos = () => ({ files: [] });
  await site.rows(`update exports set next_at = now() where id = '${next.id}'`);
  await ready(person);
});

test('an archive goes with its account', async () => {
  const person = await site.register();
  const { id } = await ask(person);
  await ready(person);
  await site.rows(`update accounts set leaves_at = now() where id = '${person.id}'`);
  site.service.context.removing.wake();
  await eventually('the file is gone', async () => (await keysOf(id)).length === 0 && !(await rowOf(id)));
});

test('an address of an archive works for this one, and for its time', () => {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const token = signExport(secret, { id: 'a', expiresAtMs: 1000 });
  assert.equal(isSignedExport(secret, { id: 'a', token, nowMs: 999 }), true);
  assert.equal(isSignedExport(secret, { id: 'a', token, nowMs: 1000 }), false);
  assert.equal(isSignedExport(secret, { id: 'b', token, nowMs: 999 }), false);
  assert.equal(isSignedExport(new Uint8Array(32), { id: 'a', token, nowMs: 999 }), false);
  for (const wrong of ['', '.', '2000.', `2000.${token.split('.')[1]}`, token.slice(0, -1)])
    assert.equal(isSignedExport(secret, { id: 'a', token: wrong, nowMs: 999 }), false, wrong);
});
