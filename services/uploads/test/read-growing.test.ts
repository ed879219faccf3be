import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { eventually } from '@kinora/testing';
import { readGrowing } from '../src/staging/read-growing.ts';
import { bytesOf, startUploads, type UploadsAlone, withChanges } from './harness.ts';

const MB = 2 ** 20;

let service: UploadsAlone;
before(async () => {
  service = await startUploads({ UPLOAD_MAX_BYTES: String(32 * MB) });
});
after(() => service?.stop());

const patch = (token: string, id: string, offset: number, body: Uint8Array) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset) }, body });

async function read(
  id: string,
  options: { from?: number; as?: string; headers?: Record<string, string> } = {},
): Promise<Response> {
  const authorization = `Bearer ${await service.serviceToken(options.as ?? 'transcoding')}`;
  const range = options.from === undefined ? {} : { range: `bytes=${options.from}-` };
  return fetch(`${service.url}/api/v1/uploads/${id}/bytes`, {
    headers: { authorization, ...range, ...options.headers },
  });
}

/** What has come so far, growing by itself. */
function collect(response: Response): { length(): number; whole: Promise<Buffer> } {
  assert.ok(response.body);
  let length = 0;
  const counted = response.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        length += piece.length;
        controller.enqueue(piece);
      },
    }),
  );
  const whole = buffer(counted);
  whole.catch(() => {});
  return { length: () => length, whole };
}

test('a file is read while it arrives: what is acknowledged, at once, to its end', async () => {
  const token = await service.token();
  const bytes = bytesOf(3_000_000);
  const id = await service.create(token, bytes.length);
  const response = await read(id);
  assert.equal(response.status, 200);
  const reader = collect(response);

  await patch(token, id, 0, bytes.subarray(0, 1_000_000));
  await eventually('the first part has come', async () => reader.length() === 1_000_000);
  const late = collect(await read(id, { from: 999_000 }));
  await eventually('one that begins later has the rest of it', async () => late.length() === 1000);

  // Sent but not acknowledged: the request is still open.
  const byHand = service.patchByHand(token, id, {
    'upload-offset': '1000000',
    'content-length': '2000000',
    'upload-checksum': `sha256 ${btoa('x'.repeat(32))}`,
  });
  byHand.request.write(bytes.subarray(1_000_000, 2_000_000));
  byHand.request.end(bytes.subarray(2_000_000));
  assert.equal((await byHand.answer).statusCode, 460);
  assert.equal(reader.length(), 1_000_000, 'nothing of what did not count');

  await patch(token, id, 1_000_000, bytes.subarray(1_000_000));
  assert.ok((await reader.whole).equals(bytes));
  assert.ok((await late.whole).equals(bytes.subarray(999_000)));
});

test('a large file is read with a question per 8 MiB, and no more of it is held than that', async () => {
  const { context } = service;
  const token = await service.token();
  const bytes = bytesOf(20 * MB);
  const id = await service.create(token, bytes.length + 1);
  await patch(token, id, 0, bytes);
  let questions = 0;
  let readBytes = 0;
  const watched = {
    ...context,
    uploads: withChanges(context.uploads, {
      extents(uploadId) {
        questions++;
        return context.uploads.extents(uploadId);
      },
    }),
    staging: withChanges(context.staging, {
      async *read(...of) {
        for await (const piece of context.staging.read(...of)) {
          readBytes += piece.length;
          yield piece;
        }
      },
    }),
  };
  const parts: Uint8Array[] = [];
  let length = 0;
  let heldBytes = 0;
  for await (const part of readGrowing(watched, { uploadId: id, startBytes: 0, signal: AbortSignal.timeout(60_000) })) {
    heldBytes = Math.max(heldBytes, readBytes - length);
    length += part.length;
    parts.push(part);
    if (length === bytes.length) break;
  }
  assert.ok(Buffer.concat(parts).equals(bytes));
  assert.ok(heldBytes < 9 * MB, `${heldBytes} bytes were held`);
  assert.equal(questions, 4, 'one before, and one for each 8 MiB');
});

test('what has been moved to the store is read from there', async () => {
  const token = await service.token();
  const bytes = bytesOf(500_000);
  const id = await service.create(token, bytes.length);
  await patch(token, id, 0, bytes);
  await eventually('it is complete', async () => (await service.row(id)).state === 'complete');
  assert.ok((await collect(await read(id)).whole).equals(bytes));
  assert.equal((await collect(await read(id, { from: 499_999 })).whole).length, 1);
  assert.equal((await collect(await read(id, { from: 500_000 })).whole).length, 0);
});

test('a reader of an upload that is given up is cut off, and later ones hear that it is gone', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const reader = collect(await read(id));
  await patch(token, id, 0, bytesOf(400));
  await eventually('some of it has come', async () => reader.length() === 400);
  await service.tus(token, 'DELETE', `/${id}`);
  await assert.rejects(reader.whole, 'the end is not taken for the end of the file');
  assert.equal((await read(id)).status, 410);
});

test('nobody but the services that process files may read them', async () => {
  const token = await service.token();
  const id = await service.create(token, 1000);
  assert.equal((await read(id, { as: 'videos' })).status, 401);
  assert.equal((await read(id, { headers: { authorization: `Bearer ${token}` } })).status, 401, 'the owner neither');
  assert.equal((await fetch(`${service.url}/api/v1/uploads/${id}/bytes`)).status, 401);
  assert.equal((await read('1ChGTarHyGZjGRPgFvgBM5')).status, 404);
});
