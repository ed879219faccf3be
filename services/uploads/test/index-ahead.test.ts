import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ProcessingFailedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { bytesOf, startUploads, type UploadsAlone } from './harness.ts';

let service: UploadsAlone;
before(async () => {
  service = await startUploads();
});
after(() => service?.stop());

/** A box that says of itself what it is, with rubbish inside. */
function box(type: string, bytes: number): Buffer {
  const content = bytesOf(bytes);
  content.writeUInt32BE(bytes, 0);
  content.write(type, 4, 'latin1');
  return content;
}

const putIndex = (token: string, id: string, offset: number | string, body: Uint8Array) =>
  service.tus(token, 'PUT', `/${id}/index?offset=${offset}`, {
    headers: { 'content-type': 'application/octet-stream' },
    body,
  });
const readIndex = async (id: string, peer = 'transcoding') =>
  fetch(`${service.url}/api/v1/uploads/${id}/index`, {
    headers: { authorization: `Bearer ${await service.serviceToken(peer)}` },
  });
const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;
const patch = (token: string, id: string, body: Uint8Array) =>
  service.tus(token, 'PATCH', `/${id}`, { headers: { 'upload-offset': '0' }, body });
const completed = async (id: string) => {
  await eventually('it is complete', async () => (await service.row(id)).state === 'complete');
  return (await service.told(id)).find(({ type }) => type === 'UploadCompleted')?.message.indexDiffers;
};

test('an index sent ahead is read by who processes the file, and by nobody else', async () => {
  const token = await service.token();
  const media = box('mdat', 5000);
  const moov = box('moov', 700);
  const id = await service.create(token, 5700);
  assert.equal((await readIndex(id)).status, 204, 'none was sent yet');
  assert.equal((await putIndex(token, id, 5000, moov)).status, 204);
  assert.equal((await putIndex(token, id, 5000, moov)).status, 204, 'the same again');
  assert.deepEqual(Buffer.from(await (await readIndex(id)).arrayBuffer()), moov);
  const own = await fetch(`${service.url}/api/v1/uploads/${id}/index`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(own.status, 401, 'a person is no service');
  await patch(token, id, Buffer.concat([media, moov]));
  assert.equal(await completed(id), false);
});

test('an index that is not the file’s own is told of when the file is whole', async () => {
  const token = await service.token();
  const id = await service.create(token, 3000);
  await putIndex(token, id, 2000, box('moov', 1000));
  await patch(token, id, Buffer.concat([box('mdat', 2000), box('moov', 1000)]));
  assert.equal(await completed(id), true);
});

test('an index at another place of the file than it says is not its own', async () => {
  const token = await service.token();
  const id = await service.create(token, 3000);
  const moov = box('moov', 1000);
  await putIndex(token, id, 1999, moov);
  await patch(token, id, Buffer.concat([box('mdat', 2000), moov]));
  assert.equal(await completed(id), true);
});

test('what cannot be the index of the file is refused', async () => {
  const token = await service.token();
  const id = await service.create(token, 3000);
  const short = box('moov', 1000);
  short.writeUInt32BE(999, 0);
  const huge = box('moov', 1000);
  huge.writeUInt32BE(1, 0);
  for (const [offset, body] of [
    [2001, box('moov', 1000)],
    [2000, box('mdat', 1000)],
    [2000, short],
    [2000, huge],
    [2000, Buffer.from('moov')],
  ] as const)
    assert.equal(await codeOf(await putIndex(token, id, offset, body)), 'uploads.index_invalid');
  for (const offset of ['-1', 'x', '1e400', '9007199254740993'])
    assert.equal((await putIndex(token, id, offset, box('moov', 1000))).status, 422);
  assert.equal((await readIndex(id)).status, 204);
});

test('the first index counts; another one does not take its place', async () => {
  const token = await service.token();
  const id = await service.create(token, 3000);
  const first = box('moov', 1000);
  await putIndex(token, id, 2000, first);
  assert.equal(await codeOf(await putIndex(token, id, 2000, box('moov', 1000))), 'uploads.index_present');
  assert.deepEqual(Buffer.from(await (await readIndex(id)).arrayBuffer()), first);
});

test('of two that are sent at once one counts, and that one is read', async () => {
  const token = await service.token();
  const id = await service.create(token, 3000);
  const both = [box('moov', 1000), box('moov', 1000)];
  const answers = await Promise.all(both.map((moov) => putIndex(token, id, 2000, moov)));
  const taken = both[answers.findIndex(({ status }) => status === 204)];
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 409]);
  assert.deepEqual(Buffer.from(await (await readIndex(id)).arrayBuffer()), taken);
});

test('another account’s upload takes no index', async () => {
  const id = await service.create(await service.token(), 3000);
  const answer = await putIndex(await service.token(), id, 2000, box('moov', 1000));
  assert.equal(answer.status, 404);
});

test('a file whose beginning cannot be processed is not wanted any more; one that is whole is kept', async () => {
  const token = await service.token();
  const fail = (uploadId: string) => {
    const videoId = newId();
    const message = create(ProcessingFailedSchema, {
      videoId,
      edition: newId(),
      code: 'image_refused',
      message: 'A picture.',
      uploadId,
    });
    const payload = toBinary(ProcessingFailedSchema, message);
    return service.tell({ id: videoId, producer: 'transcoding', type: ProcessingFailedSchema.typeName, payload });
  };
  const whole = await service.create(token, 1000);
  await patch(token, whole, bytesOf(1000));
  await completed(whole);
  await fail(whole);
  const arriving = await service.create(token, 3000);
  await patch(token, arriving, bytesOf(1000));
  await fail(arriving);
  await eventually('it is given up', async () => (await service.row(arriving)).state === 'abandoned');
  const next = await service.tus(token, 'PATCH', `/${arriving}`, {
    headers: { 'upload-offset': '1000' },
    body: bytesOf(2000),
  });
  const { code, detail } = (await next.json()) as { code: string; detail: string };
  assert.deepEqual([next.status, code, detail], [410, 'uploads.refused', 'A picture.']);
  assert.equal((await service.row(whole)).state, 'complete');
});
