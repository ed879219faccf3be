import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { bytesOf, MAX_BYTES, owned, startUploads, type UploadsAlone } from './harness.ts';
import {
  awaitsChecksums,
  cleansNames,
  endsTheEarlierWriter,
  hidesUploads,
  oneOfTwoWins,
  patch as patchUpload,
  problemOf,
  refusesBytesAfterTheEnd,
  refusesChecksums,
  refusesLargeFiles,
  refusesLengths,
  refusesLongBodies,
  refusesOffsets,
} from './tus-attacks.ts';

let service: UploadsAlone;
before(async () => {
  service = await startUploads();
});
after(() => service?.stop());

const patch = (token: string, id: string, offset: number, body: Uint8Array) =>
  patchUpload(service, token, id, offset, body);

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

test('lengths that are none are refused before a byte is sent', () => refusesLengths(service));
test('a file above the maximum is refused before a byte is sent', () => refusesLargeFiles(service));

test('a wrong offset changes nothing, whatever it is', () => refusesOffsets(service));

test('of two PATCHes at one offset one wins, and the bytes are those of the winner', () => oneOfTwoWins(service));

test('a second PATCH at one offset ends the first', () => endsTheEarlierWriter(service));

test('a body longer than the file counts for nothing, announced or not', () => refusesLongBodies(service));

test('a checksum that does not match is 460, and nothing of it counts', () => refusesChecksums(service));

test('of a body with a checksum nothing counts before its last byte', () => awaitsChecksums(service));

test('a file takes nothing more after its end', () => refusesBytesAfterTheEnd(service));

test("another account's upload is not found, on every method, and stays as it is", () => hidesUploads(service));

test('names are text: no part of them becomes a path', () => cleansNames(service));

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
