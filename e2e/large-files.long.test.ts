import assert from 'node:assert/strict';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import {
  eventually,
  filmSha256,
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  startVideo,
  type TestPlatform,
  waitForState,
} from '@kinora/testing';
import { padFilm } from './pad-film.ts';
import { residentMB } from './processes.ts';
import { assertWhole } from './whole-film.ts';

/** Media and index lie beyond what 32 bits can say. */
const PADDING_BYTES = 2 ** 32 + 100_000_000;
const PIECE_BYTES = 32 * 2 ** 20;
const FILM = { fps: '25', seconds: 12, width: 426, height: 240, moovLast: true } as const;
const MAY_GROW_MB = 300;

let platform: TestPlatform;
let person: Person;
let folder: string;
before(async () => {
  platform = await startPlatform({ shape: 'one' });
  person = await registerAccount(platform);
  folder = await mkdtemp(join(tmpdir(), 'kinora-large-'));
});
after(async () => {
  await platform?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

for (const [name, indexFirst] of [
  ['at its end', false],
  ['at its beginning', true],
] as const) {
  test(`a file of more than 4 GiB with its index ${name} is uploaded, kept and played`, {
    timeout: 1_200_000,
  }, async () => {
    const { client } = person;
    const film = await makeFilm(FILM);
    const path = join(folder, 'large.mp4');
    const { sizeBytes } = await padFilm(film, path, { paddingBytes: PADDING_BYTES, indexFirst });
    assert.ok(sizeBytes > 2 ** 32);
    const before = residentMB(platform.serverPid);
    const { id, upload } = await startVideo(client, path);
    await using file = await open(path, 'r');
    const read = async (start: number, end: number) => {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(end - start), 0, end - start, start);
      return new Uint8Array(buffer.subarray(0, bytesRead));
    };
    // Of a film whose index comes first there is none to send.
    await client.uploads.sendIndex({ url: upload.url, source: { sizeBytes, read } });
    const [sent] = await platform.query<{ at: string | null }>(
      'select index_offset_bytes::text as at from uploads.uploads where video_id = $1',
      [id],
    );
    assert.equal(Number(sent?.at) > 2 ** 32, !indexFirst);
    let most = 0;
    for (let at = 0; at < sizeBytes; at += PIECE_BYTES) {
      await client.uploads.patch(upload.url, {
        offsetBytes: at,
        body: await read(at, Math.min(sizeBytes, at + PIECE_BYTES)),
      });
      most = Math.max(most, residentMB(platform.serverPid));
      if (at > 2 ** 32) assert.equal(await client.uploads.offset(upload.url), Math.min(sizeBytes, at + PIECE_BYTES));
    }
    const video = await waitForState(client, id, 'ready', { timeoutMs: 600_000 });
    assert.ok(most - before < MAY_GROW_MB, `memory grew by ${(most - before).toFixed(0)} MB`);
    await assertWhole(platform, video, { film, frames: 12 * 25, seconds: 12 });
    const [row] = await platform.query<{ sha256: string; blob_key: string }>(
      `select sha256, blob_key from uploads.uploads where video_id = $1 and state = 'complete'`,
      [id],
    );
    assert.equal(row?.sha256, await filmSha256(path));
    await client.videos.delete(id);
    await eventually(
      'its source is gone',
      async () => {
        const rows = await platform.query(`select 1 from uploads.uploads where video_id = $1 and over_at is null`, [
          id,
        ]);
        return rows.length === 0;
      },
      { timeoutMs: 120_000 },
    );
  });
}
