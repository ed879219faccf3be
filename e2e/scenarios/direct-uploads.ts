import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { ApiError, type DirectUpload } from '@kinora/sdk';
import { eventually, makeFilm, registerAccount, waitForState } from '@kinora/testing';
import { assertProblem, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const PART_BYTES = 8 * 2 ** 20;

scenario(
  'a file is sent in parts to signed addresses, in any order, and each address takes its part alone',
  async (platform, step) => {
    const { client } = await registerAccount(platform);
    const stranger = await registerAccount(platform);
    const begin = async (bytes: Buffer, title: string) => {
      const video = await client.videos.create({ title, sizeBytes: bytes.length, fileName: 'film.mp4' });
      return { id: video.id, url: video.upload.url, direct: await client.uploads.startDirect(video.upload.url) };
    };
    const send = (
      part: DirectUpload['parts'][number] | undefined,
      body: Buffer<ArrayBuffer>,
      address = part?.url ?? '',
    ) =>
      request(`${platform.url}${address}`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      });
    const etagOf = (answer: Response) => {
      assert.equal(answer.status, 204);
      return answer.headers.get('etag') ?? '';
    };

    await step('a film of one part plays', async () => {
      const bytes = await readFile(await makeFilm({ seconds: 2, width: 320, height: 180 }));
      const { id, direct } = await begin(bytes, 'In one part');
      assert.equal(direct.partCount, 1);
      const etag = etagOf(await send(direct.parts[0], bytes));
      await client.uploads.completeDirect(direct.id, [{ number: 1, etag }]);
      const video = await waitForState(client, id, 'ready');
      assert.ok(video.playback);
    });

    await step('many parts come beside each other and again, and the file is what was sent', async () => {
      const bytes = randomBytes(PART_BYTES + 1_000_000);
      const { id, url, direct } = await begin(bytes, 'In two parts');
      const [first, second] = direct.parts;
      assert.deepEqual(
        direct.parts.map(({ number, sizeBytes, etag }) => [number, sizeBytes, etag]),
        [
          [1, PART_BYTES, null],
          [2, 1_000_000, null],
        ],
      );
      const [head, tail] = [bytes.subarray(0, PART_BYTES), bytes.subarray(PART_BYTES)];
      const wrong = Buffer.alloc(1_000_000);
      etagOf(await send(second, wrong));
      const [last, one] = await Promise.all([send(second, tail), send(first, head)]).then((sent) => sent.map(etagOf));
      await assert.rejects(
        client.uploads.completeDirect(direct.id, [{ number: 1, etag: one ?? '' }]),
        (error) => error instanceof ApiError && error.code === 'uploads.parts_missing',
      );
      const again = await client.uploads.startDirect(url);
      assert.deepEqual(
        again.parts.map(({ etag }) => `"${etag}"`),
        [one, last],
        'who goes on is told what is there',
      );
      const parts = [
        { number: 2, etag: last ?? '' },
        { number: 1, etag: one ?? '' },
      ];
      await client.uploads.completeDirect(direct.id, parts);
      await client.uploads.completeDirect(direct.id, parts);
      const row = await eventually('it is one file', async () => {
        const [found] = await platform.query<{ state: string; sha256: string }>(
          'select state, sha256 from uploads.uploads where id = $1',
          [direct.id],
        );
        return found?.state === 'complete' && found;
      });
      assert.equal(row.sha256, createHash('sha256').update(bytes).digest('hex'));
      await waitForState(client, id, 'failed');
      await client.videos.delete(id);
    });

    await step('an address that was changed, a part of another size and another person are refused', async () => {
      const bytes = randomBytes(1000);
      const { url, direct } = await begin(bytes, 'Refused');
      const [part] = direct.parts;
      const address = part?.url ?? '';
      for (const changed of [
        address.replace('/parts/1?', '/parts/2?'),
        address.replace(/expires=\d+/, 'expires=9999999999'),
        `${address}A`,
        address.replace(/signature=.*/, 'signature='),
      ])
        await assertProblem(await send(part, bytes, changed), 403, 'uploads.signature_invalid');
      await assertProblem(await send(part, bytes.subarray(1)), 422, 'uploads.part_size_wrong');
      for (const attempt of [
        () => stranger.client.uploads.direct(direct.id),
        () => stranger.client.uploads.startDirect(url),
        () => stranger.client.uploads.completeDirect(direct.id, [{ number: 1, etag: 'x' }]),
      ])
        await assert.rejects(attempt(), (error) => error instanceof ApiError && error.code === 'uploads.not_found');
      etagOf(await send(part, bytes));
      await client.uploads.terminate(url);
      assert.equal(await statusOf(send(part, bytes)), 404);
      await assert.rejects(
        client.uploads.direct(direct.id),
        (error) => error instanceof ApiError && error.status === 410,
      );
    });
  },
);
