import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { bytesOf, MAX_BYTES, owned, type UploadsAlone } from './harness.ts';

// What people may try with an upload. Each throws an AssertionError where the service lets it happen.

export const patch = (
  service: UploadsAlone,
  token: string,
  id: string,
  offset: number,
  body: Uint8Array,
  headers: Record<string, string> = {},
) => service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': String(offset), ...headers }, body });
export const problemOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

/** Lengths that are none are refused before a byte is sent. */
export async function refusesLengths(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  for (const length of ['', '0', '-1', '1e3', '0x10', '18446744073709551616', '9999999999999999', '1 2']) {
    const answer = await service.tus(token, 'POST', '', { headers: { 'upload-length': length } });
    assert.equal(answer.status, 400, `Upload-Length ${length}`);
    assert.equal(await problemOf(answer), 'uploads.length_invalid');
  }
  assert.equal((await service.tus(token, 'POST', '')).status, 400);
}

/** A file above the maximum is refused before a byte is sent. */
export async function refusesLargeFiles(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const large = await service.tus(token, 'POST', '', { headers: { 'upload-length': String(MAX_BYTES + 1) } });
  assert.equal(large.status, 413);
  assert.equal(await problemOf(large), 'uploads.too_large');
}

/** A wrong offset changes nothing, whatever it is. */
export async function refusesOffsets(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 1000);
  await patch(service, token, id, 0, bytesOf(300));
  for (const offset of ['0', '299', '301', '1000', '-1', 'x', '99999999999999999999']) {
    const answer = await service.tus(token, 'PATCH', `/${id}`, {
      headers: { 'upload-offset': offset },
      body: bytesOf(10),
    });
    assert.equal(answer.status, 409, `Upload-Offset ${offset}`);
  }
  assert.equal((await service.tus(token, 'PATCH', `/${id}`, { body: bytesOf(10) })).status, 409);
  assert.equal(await service.offsetOf(token, id), 300);
}

/** Of two PATCHes at one offset one wins, and the bytes are those of the winner. */
export async function oneOfTwoWins(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 2000);
  const bodies = [Buffer.alloc(1000, 1), Buffer.alloc(1000, 2)];
  const answers = await Promise.all(bodies.map((body) => patch(service, token, id, 0, body).catch(() => undefined)));
  const winners = answers.flatMap((answer, index) => (answer?.status === 204 ? [index] : []));
  assert.equal(winners.length, 1, `${answers.map((answer) => answer?.status)}`);
  assert.equal(await service.offsetOf(token, id), 1000);
  const rest = Buffer.alloc(1000, 3);
  assert.equal((await patch(service, token, id, 1000, rest)).status, 204);
  const row = await eventually('complete', async () => {
    const current = await service.row(id);
    return current.state === 'complete' && current;
  });
  const expected = Buffer.concat([bodies[winners[0] ?? 0] ?? Buffer.alloc(0), rest]);
  assert.equal(row.sha256, createHash('sha256').update(expected).digest('hex'));
}

/** A body longer than the file counts for nothing, announced or not. */
export async function refusesLongBodies(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const announced = await patch(service, token, id, 0, bytesOf(1001));
  assert.equal(announced.status, 413);
  assert.equal(await problemOf(announced), 'uploads.body_too_long');

  const { request, answer } = service.patchByHand(token, id, { 'upload-offset': '0' });
  // In two parts: a body that is given at once has its length said.
  request.write(bytesOf(25_000));
  request.end(bytesOf(25_000));
  assert.equal((await answer).statusCode, 413);
  assert.equal(await service.offsetOf(token, id), 0);
}

/** A checksum that does not match is 460, and nothing of it counts. */
export async function refusesChecksums(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 1000);
  const body = bytesOf(500);
  for (const algorithm of ['sha1', 'sha256', 'md5']) {
    const wrong = createHash(algorithm).update('other').digest('base64');
    const answer = await patch(service, token, id, 0, body, { 'upload-checksum': `${algorithm} ${wrong}` });
    assert.equal(answer.status, 460, algorithm);
    assert.equal(await service.offsetOf(token, id), 0);
  }
  for (const header of ['crc32 AAAA', 'sha256', 'sha256 ***', '']) {
    assert.equal((await patch(service, token, id, 0, body, { 'upload-checksum': header })).status, 400, header);
  }
  const right = createHash('sha256').update(body).digest('base64');
  assert.equal((await patch(service, token, id, 0, body, { 'upload-checksum': `sha256 ${right}` })).status, 204);
  assert.equal(await service.offsetOf(token, id), 500);
}

/** Another account's upload is not found, on every method, and stays as it is. */
export async function hidesUploads(service: UploadsAlone): Promise<void> {
  const owner = await service.token();
  const stranger = await service.token();
  const id = await service.create(owner, 1000);
  await patch(service, owner, id, 0, bytesOf(400));
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
}

/** Names are text: no part of them becomes a path. */
export async function cleansNames(service: UploadsAlone): Promise<void> {
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
    assert.equal((await patch(service, token, id, 0, bytesOf(3))).status, 204);
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
}

/** A second PATCH at the offset of one that still runs ends that one, and writes only where it has not. */
export async function endsTheEarlierWriter(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 2000);
  const earlier = service.patchByHand(token, id, { 'upload-offset': '0', 'content-length': '1000' });
  earlier.request.on('error', () => {});
  earlier.request.write(Buffer.alloc(600, 1));
  await owned(service, id);
  const later = await patch(service, token, id, 0, Buffer.alloc(1000, 2));
  earlier.request.end(Buffer.alloc(400, 1));
  const first = await earlier.answer.catch(() => undefined);
  const acknowledged = [first?.statusCode, later.status].filter((status) => status === 204);
  assert.ok(acknowledged.length <= 1, 'both are told that their bytes are the file');
  assert.equal(await service.offsetOf(token, id), later.status === 204 ? 1000 : 600);
}

/** After its end a file takes nothing more: not at its beginning, not at its end. */
export async function refusesBytesAfterTheEnd(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 1000);
  assert.equal((await patch(service, token, id, 0, bytesOf(1000))).status, 204);
  assert.equal((await patch(service, token, id, 0, bytesOf(1000))).status, 409);
  const behind = await patch(service, token, id, 1000, bytesOf(10));
  assert.equal(behind.status, 413);
  assert.equal(await problemOf(behind), 'uploads.body_too_long');
}

/** Of a body with a checksum nothing counts before its last byte, however long it takes. */
export async function awaitsChecksums(service: UploadsAlone): Promise<void> {
  const token = await service.token();
  const id = await service.create(token, 2000);
  const wrong = createHash('sha256').update('other').digest('base64');
  const sent = service.patchByHand(token, id, {
    'upload-offset': '0',
    'content-length': '2000',
    'upload-checksum': `sha256 ${wrong}`,
  });
  sent.request.write(bytesOf(1000));
  await owned(service, id);
  sent.request.end(bytesOf(1000));
  assert.equal((await sent.answer).statusCode, 460);
  assert.equal(await service.offsetOf(token, id), 0);
}
