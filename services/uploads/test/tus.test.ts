import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { bytesOf, MAX_BYTES, owned, startUploads, type UploadsAlone } from './harness.ts';

let service: UploadsAlone;
before(async () => {
  service = await startUploads();
});
after(() => service?.stop());

const patch = (token: string, id: string, offset: number, body: Uint8Array, headers: Record<string, string> = {}) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset), ...headers }, body });
const problemOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

test('a file arrives in parts and is complete once, byte for byte', async () => {
  const token = await service.token();
  const file = bytesOf(100_000);
  const videoId = newId();
  const metadata = `filename ${Buffer.from('holiday.mp4').toString('base64')},videoId ${Buffer.from(videoId).toString('base64')}`;
  const id = await service.create(token, file.length, { 'upload-metadata': metadata });

  const head = await service.tus(token, 'HEAD', `/${id}`);
  assert.deepEqual(
    [
      head.status,
      head.headers.get('upload-offset'),
      head.headers.get('upload-length'),
      head.headers.get('cache-control'),
    ],
    [200, '0', '100000', 'no-store'],
  );
  assert.ok(Date.parse(head.headers.get('upload-expires') ?? '') > Date.now());

  const first = await patch(token, id, 0, file.subarray(0, 60_000));
  assert.deepEqual([first.status, first.headers.get('upload-offset')], [204, '60000']);
  assert.equal(first.headers.get('tus-resumable'), '1.0.0');
  const second = await patch(token, id, 60_000, file.subarray(60_000));
  assert.deepEqual([second.status, second.headers.get('upload-offset')], [204, '100000']);

  const row = await eventually('the upload is complete', async () => {
    const current = await service.row(id);
    return current.state === 'complete' && current;
  });
  const sha256 = createHash('sha256').update(file).digest('hex');
  assert.equal(row.sha256, sha256);
  assert.deepEqual(Buffer.from(await service.engines.blobs.readAll(row.blob_key ?? '')), file);
  assert.equal(row.video_id, videoId);

  await eventually('staging is empty', async () => !(await service.context.staging.list()).includes(id));
  const told = await service.told(id);
  assert.deepEqual(
    told.map(({ type }) => type),
    ['UploadStarted', 'UploadCompleted'],
  );
  assert.equal(told[1]?.message.sha256, sha256);
  assert.equal(told[1]?.message.sizeBytes, 100_000n);

  // What comes after counts for nothing and tells nothing.
  assert.equal((await patch(token, id, 0, file)).status, 409);
  assert.equal(await problemOf(await patch(token, id, 100_000, bytesOf(10))), 'uploads.body_too_long');
  assert.equal((await service.row(id)).sha256, sha256);
  assert.equal((await service.told(id)).length, 2);
});

test('OPTIONS says what is spoken here, without a token', async () => {
  const answer = await fetch(`${service.url}/api/v1/uploads`, { method: 'OPTIONS' });
  assert.equal(answer.status, 204);
  assert.equal(answer.headers.get('tus-version'), '1.0.0');
  assert.equal(answer.headers.get('tus-extension'), 'creation,expiration,checksum,termination');
  assert.equal(answer.headers.get('tus-checksum-algorithm'), 'sha1,sha256,md5');
  assert.equal(answer.headers.get('tus-max-size'), String(MAX_BYTES));
});

test('other versions of the protocol are refused on every method', async () => {
  const token = await service.token();
  const id = await service.create(token, 10);
  for (const version of ['0.2.2', '']) {
    for (const [method, path] of [
      ['POST', ''],
      ['HEAD', `/${id}`],
      ['PATCH', `/${id}`],
      ['DELETE', `/${id}`],
    ] as const) {
      const headers = { 'tus-resumable': version, 'upload-length': '10', 'upload-offset': '0' };
      const answer = await service.tus(token, method, path, {
        headers,
        ...(method === 'PATCH' ? { body: bytesOf(10) } : {}),
      });
      assert.equal(answer.status, 412, `${method} ${version}`);
      assert.equal(answer.headers.get('tus-version'), '1.0.0');
    }
  }
  assert.equal(await service.offsetOf(token, id), 0);
});

test('lengths that are none, and files that are too large, are refused before a byte is sent', async () => {
  const token = await service.token();
  for (const length of ['', '0', '-1', '1e3', '0x10', '18446744073709551616', '9999999999999999', '1 2']) {
    const answer = await service.tus(token, 'POST', '', { headers: { 'upload-length': length } });
    assert.equal(answer.status, 400, `Upload-Length ${length}`);
    assert.equal(await problemOf(answer), 'uploads.length_invalid');
  }
  assert.equal((await service.tus(token, 'POST', '')).status, 400);
  const large = await service.tus(token, 'POST', '', { headers: { 'upload-length': String(MAX_BYTES + 1) } });
  assert.equal(large.status, 413);
  assert.equal(await problemOf(large), 'uploads.too_large');
});

test('a wrong offset changes nothing, whatever it is', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  await patch(token, id, 0, bytesOf(300));
  for (const offset of ['0', '299', '301', '1000', '-1', 'x', '99999999999999999999']) {
    const answer = await service.tus(token, 'PATCH', `/${id}`, {
      headers: { 'upload-offset': offset },
      body: bytesOf(10),
    });
    assert.equal(answer.status, 409, `Upload-Offset ${offset}`);
  }
  assert.equal((await service.tus(token, 'PATCH', `/${id}`, { body: bytesOf(10) })).status, 409);
  assert.equal(await service.offsetOf(token, id), 300);
});

test('of two PATCHes at one offset one wins, and the bytes are those of the winner', async () => {
  const token = await service.token();
  const id = await service.create(token, 2000);
  const bodies = [Buffer.alloc(1000, 1), Buffer.alloc(1000, 2)];
  const answers = await Promise.all(bodies.map((body) => patch(token, id, 0, body).catch(() => undefined)));
  const winners = answers.flatMap((answer, index) => (answer?.status === 204 ? [index] : []));
  assert.equal(winners.length, 1, `${answers.map((answer) => answer?.status)}`);
  assert.equal(await service.offsetOf(token, id), 1000);
  const rest = Buffer.alloc(1000, 3);
  assert.equal((await patch(token, id, 1000, rest)).status, 204);
  const row = await eventually('complete', async () => {
    const current = await service.row(id);
    return current.state === 'complete' && current;
  });
  const expected = Buffer.concat([bodies[winners[0] ?? 0] ?? Buffer.alloc(0), rest]);
  assert.equal(row.sha256, createHash('sha256').update(expected).digest('hex'));
});

test('a body longer than the file counts for nothing, announced or not', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const announced = await patch(token, id, 0, bytesOf(1001));
  assert.equal(announced.status, 413);
  assert.equal(await problemOf(announced), 'uploads.body_too_long');

  const { request, answer } = service.patchByHand(token, id, { 'upload-offset': '0' });
  request.end(bytesOf(50_000));
  assert.equal((await answer).statusCode, 413);
  assert.equal(await service.offsetOf(token, id), 0);
});

test('a checksum that does not match is 460, and nothing of it counts', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const body = bytesOf(500);
  for (const algorithm of ['sha1', 'sha256', 'md5']) {
    const wrong = createHash(algorithm).update('other').digest('base64');
    const answer = await patch(token, id, 0, body, { 'upload-checksum': `${algorithm} ${wrong}` });
    assert.equal(answer.status, 460, algorithm);
    assert.equal(await service.offsetOf(token, id), 0);
  }
  for (const header of ['crc32 AAAA', 'sha256', 'sha256 ***', '']) {
    assert.equal((await patch(token, id, 0, body, { 'upload-checksum': header })).status, 400, header);
  }
  const right = createHash('sha256').update(body).digest('base64');
  assert.equal((await patch(token, id, 0, body, { 'upload-checksum': `sha256 ${right}` })).status, 204);
  assert.equal(await service.offsetOf(token, id), 500);
});

test("another account's upload is not found, on every method, and stays as it is", async () => {
  const owner = await service.token();
  const stranger = await service.token();
  const id = await service.create(owner, 1000);
  await patch(owner, id, 0, bytesOf(400));
  for (const target of [id, newId(), '..%2f..', 'x'.repeat(60)]) {
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const answer = await service.tus(stranger, method, `/${target}`, {
        headers: { 'upload-offset': '400' },
        ...(method === 'PATCH' ? { body: bytesOf(10) } : {}),
      });
      assert.ok([404, 422].includes(answer.status), `${method} ${target}: ${answer.status}`);
      if (target === id) assert.equal(answer.status, 404);
    }
  }
  assert.equal((await fetch(`${service.url}/api/v1/uploads/${id}`, { method: 'HEAD' })).status, 401);
  assert.equal(await service.offsetOf(owner, id), 400);
});

test('names are text: no part of them becomes a path', async () => {
  const token = await service.token();
  const names = {
    '../../etc/passwd': 'passwd',
    '..\\..\\boot.ini': 'boot.ini',
    'a\0b\nc\u202egpj.exe': 'abcgpj.exe',
    '-i.mp4': '-i.mp4',
    'concat:a|b': 'concat:a|b',
    [`${'n'.repeat(2000)}.mp4`]: 'n'.repeat(255),
  };
  for (const [name, kept] of Object.entries(names)) {
    const id = await service.create(token, 3, {
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    });
    assert.equal((await service.row(id)).file_name, kept);
    assert.equal((await patch(token, id, 0, bytesOf(3))).status, 204);
    const row = await eventually('complete', async () => {
      const current = await service.row(id);
      return current.state === 'complete' && current;
    });
    assert.equal(row.blob_key, `sources/${row.video_id}/${id}`);
  }
  for (const metadata of ['filename ***', 'n\u00e4me aGk=', `filename ${'A'.repeat(8000)}`]) {
    const answer = await service.tus(token, 'POST', '', {
      headers: { 'upload-length': '3', 'upload-metadata': metadata },
    });
    assert.equal(answer.status, 400, metadata.slice(0, 40));
  }
});

test('an upload that is given up is gone, told once, and leaves no file', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  await patch(token, id, 0, bytesOf(100));
  assert.equal((await service.tus(token, 'DELETE', `/${id}`)).status, 204);
  assert.equal((await service.tus(token, 'HEAD', `/${id}`)).status, 410);
  assert.equal((await service.tus(token, 'DELETE', `/${id}`)).status, 410);
  assert.equal((await patch(token, id, 100, bytesOf(100))).status, 410);
  assert.ok(!(await service.context.staging.list()).includes(id));
  const told = await service.told(id);
  assert.deepEqual(
    told.map(({ type }) => type),
    ['UploadStarted', 'UploadAbandoned'],
  );
});

test('a cut connection keeps what was acknowledged, and the rest follows from there', async () => {
  const token = await service.token();
  const file = bytesOf(3 * 2 ** 20);
  const id = await service.create(token, file.length);
  const { request } = service.patchByHand(token, id, { 'upload-offset': '0', 'content-length': String(file.length) });
  let sent = 2 ** 20;
  request.write(file.subarray(0, sent));
  const acknowledged = await eventually('bytes are acknowledged while the request runs', async () => {
    if (sent < 2 ** 21) {
      request.write(file.subarray(sent, sent + 1000));
      sent += 1000;
    }
    return (await service.row(id)).offset_bytes || undefined;
  });
  request.destroy();
  const offset = await service.offsetOf(token, id);
  assert.ok(offset >= acknowledged && offset <= sent, `${acknowledged} ≤ ${offset} ≤ ${sent}`);
  assert.equal((await patch(token, id, offset, file.subarray(offset))).status, 204);
  const row = await eventually('complete', async () => {
    const current = await service.row(id);
    return current.state === 'complete' && current;
  });
  assert.equal(row.sha256, createHash('sha256').update(file).digest('hex'));
});

test('HEAD ends a request whose sender is silent instead of waiting for it', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const { request, answer } = service.patchByHand(token, id, { 'upload-offset': '0', 'content-length': '1000' });
  request.write(bytesOf(400));
  await owned(service, id);
  const startedAt = performance.now();
  const offset = await service.offsetOf(token, id);
  assert.ok(performance.now() - startedAt < 5000, 'HEAD waits for the silent sender');
  await answer.catch(() => undefined);
  assert.equal((await patch(token, id, offset, bytesOf(1000 - offset))).status, 204);
});
