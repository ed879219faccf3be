import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { newUuid } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import type { UploadsContext } from '../src/context.ts';
import type { Extent } from '../src/domain/extents.ts';
import { readGrowing } from '../src/staging/read-growing.ts';
import type { UploadRow } from '../src/store/uploads-store.ts';
import { bytesOf, startUploads, type UploadsAlone, withChanges } from './harness.ts';

const MB = 2 ** 20;
/** What older owners wrote moves in pieces of this size. */
const PIECE = 16 * MB;

let service: UploadsAlone;
before(async () => {
  service = await startUploads({ UPLOAD_MAX_BYTES: String(64 * MB) });
});
after(() => service?.stop());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const send = (token: string, id: string, offset: number, body: Uint8Array) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset) }, body });
const pathOf = (id: string, extent: Extent) => service.context.staging.pathOf(id, extent);
const completed = (id: string): Promise<UploadRow> =>
  eventually('the upload is complete', async () => {
    const row = await service.row(id);
    return row.state === 'complete' && row;
  });
const blobPath = (id: string, row: UploadRow) =>
  join(pathOf(id, { token: 0, startBytes: 0, fileStartBytes: 0 }), '../../../blobs', row.blob_key ?? '');

/** Nobody here may go on with an upload: another process owns it. */
const toAnother = (id: string) =>
  service.database.query
    .updateTable('uploads')
    .set({
      owner_holder: newUuid(),
      owner_url: 'http://127.0.0.1:1',
      owner_token: sql<number>`owner_token + 1`,
      owner_until: sql<Date>`clock_timestamp() + interval '1 hour'`,
    })
    .where('id', '=', id)
    .execute();
async function fromAnother(id: string): Promise<void> {
  await service.database.query
    .updateTable('uploads')
    .set({ owner_until: sql<Date>`'-infinity'` })
    .where('id', '=', id)
    .execute();
  service.context.wakeFinisher();
}

/** Three owners one after another, each with its part; the last process has died when the last byte was safe. */
async function sentByThree(file: Uint8Array, first: number, second: number): Promise<string> {
  const token = await service.token();
  const id = await service.create(token, file.length);
  await send(token, id, 0, file.subarray(0, first));
  await toAnother(id);
  await fromAnother(id);
  await send(token, id, first, file.subarray(first, second));
  await toAnother(id);
  await service.database.query
    .insertInto('upload_extents')
    .columns(['upload_id', 'token', 'start_bytes', 'file_start_bytes'])
    .expression((of) =>
      of
        .selectFrom('uploads')
        .select(['id', 'owner_token', 'offset_bytes', sql<number>`0`.as('at')])
        .where('id', '=', id),
    )
    .execute();
  const extents = await service.context.uploads.extents(id);
  assert.deepEqual(
    extents.map(({ startBytes }) => startBytes),
    [0, first, second],
  );
  await using writer = await service.context.staging.openExtent(id, extents.at(-1) as Extent);
  await writer.write([Buffer.from(file.subarray(second))], second);
  await writer.sync();
  await service.database.query
    .updateTable('uploads')
    .set({ offset_bytes: file.length, state: 'finishing' })
    .where('id', '=', id)
    .execute();
  return id;
}

/** Room that files take below a directory, each once whatever its names. */
async function roomOf(...directories: string[]): Promise<number> {
  const files = new Map<number, number>();
  for (const directory of directories) {
    for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
      const found = entry.isFile() ? await stat(join(entry.parentPath, entry.name)).catch(() => undefined) : undefined;
      if (found) files.set(found.ino, found.blocks * 512);
    }
  }
  return files.values().reduce((sum, bytes) => sum + bytes, 0);
}

test('a file that is whole becomes a blob where it lies: no byte of it is written twice', async () => {
  const token = await service.token();
  const file = bytesOf(3 * MB);
  const id = await service.create(token, file.length);
  await send(token, id, 0, file.subarray(0, MB));
  const [extent] = await service.context.uploads.extents(id);
  assert.ok(extent);
  const { ino } = await stat(pathOf(id, extent));
  await send(token, id, MB, file.subarray(MB));
  const row = await completed(id);
  assert.equal(row.sha256, sha256(file));
  const blob = await stat(blobPath(id, row));
  assert.equal(blob.ino, ino);
  await eventually('its name in staging is gone', async () => (await stat(blobPath(id, row))).nlink === 1);
  assert.ok((await buffer(await service.engines.blobs.read(row.blob_key ?? ''))).equals(file));
});

test('a sender who rests for longer than a lease goes on in the same file', async () => {
  const token = await service.token();
  const id = await service.create(token, 2000);
  await send(token, id, 0, bytesOf(1000));
  await fromAnother(id);
  await send(token, id, 1000, bytesOf(500));
  assert.equal((await service.context.uploads.extents(id)).length, 1);
});

test('what several owners have written becomes one file, with room for no more than a piece beside it', async () => {
  const file = bytesOf(45 * MB);
  const id = await sentByThree(file, 20 * MB, 41 * MB);
  const { context } = service;
  const { uploads, staging } = context;
  const staged = join(staging.pathOf(id, { token: 0, startBytes: 0, fileStartBytes: 0 }), '..');
  const blobs = join(staged, '../../blobs');
  const others = (await roomOf(staged, blobs)) - file.length;
  const measured: number[] = [];
  const measure = async () => measured.push((await roomOf(staged, blobs)) - others);
  context.uploads = withChanges(uploads, {
    async widenExtent(...widen) {
      await measure();
      await uploads.widenExtent(...widen);
    },
    async complete(...complete) {
      await measure();
      await uploads.complete(...complete);
    },
  });
  try {
    await fromAnother(id);
    const row = await completed(id);
    assert.equal(row.sha256, sha256(file));
    assert.ok((await buffer(await service.engines.blobs.read(row.blob_key ?? ''))).equals(file));
  } finally {
    context.uploads = uploads;
  }
  assert.ok(measured.length >= 4, `it was looked at ${measured.length} times`);
  const most = Math.max(...measured);
  assert.ok(most < file.length + PIECE + MB, `${most} bytes for a file of ${file.length}`);
  assert.ok((measured.at(-1) ?? 0) < file.length + MB, 'as a blob it takes its size');
});

test('a new owner makes no hole where nothing will be gathered', async () => {
  const { context } = service;
  const { blobs } = context;
  const token = await service.token();
  const file = bytesOf(2 * MB);
  context.blobs = withChanges(blobs, { sharesFilesOf: async () => false });
  try {
    const id = await service.create(token, file.length);
    await send(token, id, 0, file.subarray(0, MB));
    await toAnother(id);
    await fromAnother(id);
    await send(token, id, MB, file.subarray(MB, 1.5 * MB));
    const second = (await context.uploads.extents(id)).at(-1);
    assert.ok(second);
    assert.deepEqual([second.startBytes, second.fileStartBytes], [MB, MB]);
    assert.equal((await stat(pathOf(id, second))).size, 0.5 * MB);
    await send(token, id, 1.5 * MB, file.subarray(1.5 * MB));
    const row = await completed(id);
    assert.equal(row.sha256, sha256(file));
    assert.ok((await buffer(await blobs.read(row.blob_key ?? ''))).equals(file));
  } finally {
    context.blobs = blobs;
  }
});

test('into a store elsewhere what several owners have written is copied, and nothing moves before', async () => {
  const { context } = service;
  const { blobs, uploads } = context;
  const file = bytesOf(2 * MB);
  const id = await sentByThree(file, MB, 1.5 * MB);
  context.blobs = withChanges(blobs, {
    sharesFilesOf: async () => false,
    putFile: () => Promise.reject(new Error('It has no files here.')),
  });
  try {
    await fromAnother(id);
    const row = await completed(id);
    assert.equal(row.sha256, sha256(file));
    assert.ok((await buffer(await blobs.read(row.blob_key ?? ''))).equals(file));
    assert.deepEqual(
      (await uploads.extents(id)).map(({ startBytes }) => startBytes),
      [0, MB, 1.5 * MB, 2 * MB],
    );
  } finally {
    context.blobs = blobs;
  }
});

/** Where a process is killed while it finishes a file of several owners. */
const DEATHS: Record<string, (context: UploadsContext, die: () => never) => Partial<UploadsContext>> = {
  'before it is noted that a piece has moved': ({ uploads }, die) => ({
    uploads: withChanges(uploads, { widenExtent: async () => die() }),
  }),
  'before a piece that has moved is freed': ({ staging }, die) => ({
    staging: withChanges(staging, { shorten: async () => die() }),
  }),
  'in the middle of the pieces': ({ staging }, die) => {
    let left = 1;
    return {
      staging: withChanges(staging, {
        async shorten(...shorten) {
          if (left-- > 0) await staging.shorten(...shorten);
          else die();
        },
      }),
    };
  },
  'before it is told that the file is in the store': ({ uploads }, die) => ({
    uploads: withChanges(uploads, { complete: async () => die() }),
  }),
  'before its name in staging is removed': ({ staging }, die) => ({
    staging: withChanges(staging, { remove: async () => die() }),
  }),
};

for (const [when, changes] of Object.entries(DEATHS)) {
  test(`of a process that is killed ${when} the next one makes the whole file`, async () => {
    const { context } = service;
    const { uploads, staging } = context;
    const file = bytesOf(40 * MB);
    const id = await sentByThree(file, 18 * MB, 36 * MB);
    let died = false;
    const changed = changes(context, () => {
      died = true;
      throw new Error('killed');
    });
    Object.assign(context, changed);
    try {
      await fromAnother(id);
      await eventually('it was killed', async () => died);
      await toAnother(id);
    } finally {
      Object.assign(context, { uploads, staging });
    }
    const row = await service.row(id);
    if (row.state === 'finishing') {
      const parts: Buffer[] = [];
      const range = { start: 0, end: file.length };
      for await (const part of staging.read(id, await uploads.extents(id), range)) parts.push(part);
      assert.ok(Buffer.concat(parts).equals(file), 'all of it is still staged');
      await fromAnother(id);
    }
    const done = await completed(id);
    assert.equal(done.sha256, sha256(file));
    assert.ok((await buffer(await service.engines.blobs.read(done.blob_key ?? ''))).equals(file));
  });
}

test('who reads while pieces move has all of the file, whatever an owner that was paused still writes', async () => {
  const { context } = service;
  const file = bytesOf(40 * MB);
  const id = await sentByThree(file, 18 * MB, 36 * MB);
  const [oldest] = await context.uploads.extents(id);
  assert.ok(oldest);
  await using paused = await context.staging.openExtent(id, oldest);
  const reader = readGrowing(context, { uploadId: id, startBytes: 0, signal: AbortSignal.timeout(60_000) });
  const parts: Uint8Array[] = [];
  for await (const part of reader) {
    parts.push(part);
    if (parts.length > 1) continue;
    await fromAnother(id);
    await completed(id);
    // Zeros are where the reader goes on, and another file's bytes after them.
    await paused.write([bytesOf(MB)], 18 * MB);
  }
  assert.ok(Buffer.concat(parts).equals(file));
  const { blob_key: key } = await service.row(id);
  assert.ok((await buffer(await service.engines.blobs.read(key ?? ''))).equals(file), 'and the blob is as it was sent');
});
