import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import type { Client } from '@kinora/sdk';
import {
  eventually,
  filmSha256,
  makeFilm,
  registerAccount,
  sendFilm,
  startVideo,
  type TestPlatform,
  waitForState,
} from '@kinora/testing';
import { assertProblem, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

/** For what is not about the film. */
const SHORT = { seconds: 6 };
const TUS = { 'tus-resumable': '1.0.0' };

scenario('an upload goes on where a cut connection left it', async (platform) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm();
  const bytes = await readFile(film);
  const { id, upload } = await startVideo(client, film);
  const url = client.absoluteUrl(upload.url);
  await sendSlowlyAndCut(platform, {
    url,
    uploadId: upload.url.split('/').at(-1) ?? '',
    token: await tokenOf(client),
    bytes,
  });
  const offset = await client.uploads.offset(upload.url);
  assert.ok(offset > 0 && offset < bytes.length, `${offset} of ${bytes.length} bytes are acknowledged`);
  await sendFilm(client, film, { url: upload.url, chunkBytes: 400_000 });
  await waitForState(client, id, 'playable');
  await assertStored(platform, id, film);
});

scenario(
  'an acknowledged byte survives kill -9 and the upload goes on',
  async (platform) => {
    const { client } = await registerAccount(platform);
    const film = await makeFilm(SHORT);
    const bytes = await readFile(film);
    const { id, upload } = await startVideo(client, film);
    const acknowledged = await client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, 250_000) });
    assert.equal(acknowledged, 250_000);
    // More is on its way when the process dies.
    await sendAndCut(client.absoluteUrl(upload.url), await tokenOf(client), bytes.subarray(250_000), 200_000, 250_000);
    await platform.crash('uploads');
    const offset = await eventually('the upload answers again', () => client.uploads.offset(upload.url));
    assert.ok(offset >= 250_000, `${offset} of 250000 acknowledged bytes are left`);
    await sendFilm(client, film, { url: upload.url, chunkBytes: 400_000 });
    await waitForState(client, id, 'ready');
    await assertStored(platform, id, film);
  },
  { alone: true },
);

scenario('an upload waits, and what is cancelled is gone', async (platform) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm(SHORT);
  const bytes = await readFile(film);
  const { id, upload } = await startVideo(client, film);
  await client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, 100_000) });
  const { value } = await client.videos.processing(id);
  assert.equal(value?.upload?.offsetBytes, 100_000);
  await client.uploads.terminate(upload.url);
  const head = await request(client.absoluteUrl(upload.url), { client, method: 'HEAD', headers: TUS });
  assert.ok([404, 410].includes(head.status), `HEAD answers ${head.status}`);
  // The draft is still there and takes another file.
  const again = await request(`${platform.url}/api/v1/uploads`, {
    client,
    method: 'POST',
    headers: {
      ...TUS,
      'upload-length': String(bytes.length),
      'upload-metadata': `videoId ${btoa(id)},filename ${btoa('f.mp4')}`,
    },
  });
  assert.equal(again.status, 201, await again.text());
  await sendFilm(client, film, { url: again.headers.get('location') ?? '', chunkBytes: 2 ** 22 });
  await waitForState(client, id, 'playable');
  await assertStored(platform, id, film);
});

scenario('a tus client may begin without a video', async (platform) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm(SHORT);
  const { length } = await readFile(film);
  const url = await client.uploads.create({ sizeBytes: length, metadata: { filename: 'my_first film.mp4' } });
  await sendFilm(client, film, { url, chunkBytes: 2 ** 22 });
  const mine = await client.videos.mine();
  assert.deepEqual(
    mine.items.map(({ title, visibility }) => [title, visibility]),
    [['my first film', 'private']],
  );
});

scenario("another account's upload is not found", async (platform) => {
  const [{ client }, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const { upload } = await startVideo(client, await makeFilm(SHORT));
  const url = client.absoluteUrl(upload.url);
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    const patch = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const body = method === 'PATCH' ? { body: new Uint8Array(10) } : {};
    const headers = { ...TUS, ...(method === 'PATCH' ? patch : {}) };
    const answer = await request(url, { client: stranger.client, method, headers, ...body });
    assert.equal(answer.status, 404, `${method} answers ${answer.status}`);
    await answer.body?.cancel();
  }
  assert.equal(await statusOf(request(url, { method: 'HEAD', headers: TUS })), 401, 'without a token');
  assert.equal(await client.uploads.offset(upload.url), 0);
});

scenario('what does not fit an upload changes nothing', async (platform) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm(SHORT);
  const bytes = await readFile(film);
  const { upload } = await startVideo(client, film);
  const url = client.absoluteUrl(upload.url);
  const patch = (offset: number, body: Uint8Array<ArrayBuffer>, extra: Record<string, string> = {}) =>
    request(url, {
      client,
      method: 'PATCH',
      headers: { ...TUS, 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream', ...extra },
      body,
    });
  const start = new Uint8Array(bytes.subarray(0, 50_000));
  await assertProblem(await patch(1, start), 409, 'uploads.wrong_offset');
  const wrong = createHash('sha1').update('something else').digest('base64');
  assert.equal(await statusOf(patch(0, start, { 'upload-checksum': `sha1 ${wrong}` })), 460);
  assert.equal(await client.uploads.offset(upload.url), 0);
  const right = createHash('sha1').update(start).digest('base64');
  assert.equal(await statusOf(patch(0, start, { 'upload-checksum': `sha1 ${right}` })), 204);
  await assertProblem(await patch(50_000, new Uint8Array(bytes.length)), 413, 'uploads.body_too_long');
  assert.equal(await client.uploads.offset(upload.url), 50_000);

  const next = new Uint8Array(bytes.subarray(50_000, 90_000));
  // The later one ends the earlier, which may be of a dead connection: it may be closed, which the edge of the split
  // shape calls unavailable.
  const both = await Promise.allSettled([patch(50_000, next), patch(50_000, next)]);
  const answered = both.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const winners = answered.filter((answer) => answer.headers.get('upload-offset') === '90000');
  assert.equal(winners.length, 1, 'of two at one offset one wins');
  for (const { status } of answered) assert.ok([204, 409, 503].includes(status), `one of two is answered ${status}`);
  assert.equal(await client.uploads.offset(upload.url), 90_000);

  await sendFilm(client, film, { url: upload.url, chunkBytes: 2 ** 22 });
  assert.equal(await statusOf(patch(90_000, next)), 409, 'nothing is written after the end');
});

scenario('a length that is none is refused before anything is stored', async (platform) => {
  const { client } = await registerAccount(platform);
  for (const length of [undefined, '-1', '0', '1e3', '18446744073709551616', 'x'.repeat(4000)]) {
    const headers = { ...TUS, ...(length === undefined ? {} : { 'upload-length': length }) };
    await assertProblem(
      await request(`${platform.url}/api/v1/uploads`, { client, method: 'POST', headers }),
      400,
      'uploads.length_invalid',
    );
  }
  const huge = { ...TUS, 'upload-length': String(2 ** 50) };
  await assertProblem(
    await request(`${platform.url}/api/v1/uploads`, { client, method: 'POST', headers: huge }),
    413,
    'uploads.too_large',
  );
  const old = { 'tus-resumable': '0.2.2', 'upload-length': '10' };
  assert.equal(
    await statusOf(request(`${platform.url}/api/v1/uploads`, { client, method: 'POST', headers: old })),
    412,
  );
  assert.deepEqual((await client.videos.mine()).items, []);
});

/** Sends the beginning of a body that was announced whole, and loses the connection. */
function sendAndCut(url: string, token: string, bytes: Uint8Array, sentBytes: number, offset = 0): Promise<void> {
  return new Promise((resolve) => {
    const outgoing = httpRequest(url, {
      method: 'PATCH',
      headers: {
        ...TUS,
        authorization: `Bearer ${token}`,
        'upload-offset': `${offset}`,
        'content-type': 'application/offset+octet-stream',
        'content-length': bytes.length,
      },
    });
    outgoing.on('error', () => resolve());
    outgoing.write(bytes.subarray(0, sentBytes), () => setImmediate(() => outgoing.destroy(new Error('cut'))));
  });
}

/** Sends a little at a time until some of it is acknowledged, then loses the connection in the middle of the body. */
async function sendSlowlyAndCut(
  platform: TestPlatform,
  { url, uploadId, token, bytes }: { url: string; uploadId: string; token: string; bytes: Uint8Array },
): Promise<void> {
  const outgoing = httpRequest(url, {
    method: 'PATCH',
    headers: {
      ...TUS,
      authorization: `Bearer ${token}`,
      'upload-offset': '0',
      'content-type': 'application/offset+octet-stream',
      'content-length': bytes.length,
    },
  });
  outgoing.on('error', () => {});
  const closed = new Promise((resolve) => outgoing.once('close', resolve));
  let sent = 0;
  await eventually('some of it is acknowledged while the request lasts', async () => {
    outgoing.write(bytes.subarray(sent, sent + 5000));
    sent += 5000;
    const [row] = await platform.query<{ acknowledged: boolean }>(
      'select offset_bytes > 0 as acknowledged from uploads.uploads where id = $1',
      [uploadId],
    );
    return row?.acknowledged;
  });
  outgoing.destroy();
  await closed;
}

async function tokenOf(client: Client): Promise<string> {
  const token = await client.accessToken();
  assert.ok(token);
  return token;
}

async function assertStored(platform: TestPlatform, videoId: string, film: string): Promise<void> {
  const [row] = await platform.query<{ sha256: string; blob_key: string }>(
    `select sha256, blob_key from uploads.uploads where video_id = $1 and state = 'complete'`,
    [videoId],
  );
  assert.ok(row);
  const sha256 = await filmSha256(film);
  assert.equal(row.sha256, sha256);
  assert.equal(await filmSha256(`${platform.dataDir}/blobs/${row.blob_key}`), sha256, 'the stored file is the source');
}
