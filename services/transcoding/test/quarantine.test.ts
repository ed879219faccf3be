import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import {
  ProcessingFailedSchema,
  ProcessingFinishedSchema,
  SegmentsCommittedSchema,
} from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { getProcessing } from '../src/rpc/get-processing.ts';
import { ingested } from './films.ts';
import { forgetTasks, startTranscoding, type TaskDouble, type TranscodingAlone } from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const workOf = ({ claimed }: TaskDouble) => {
  if (claimed.work.kind !== 'chunk') throw new Error('This is no chunk.');
  return claimed.work;
};
const encode = async (task: TaskDouble) => assert.equal((await task.complete(await task.encode())).status, 204);
const damagesOf = async (videoId: string) => {
  const answer = (await getProcessing.handle(
    service.context,
    { videoIds: [videoId] } as never,
    undefined as never,
  )) as {
    processings: { damages: { startMs: bigint; endMs: bigint; code: string; message: string }[] }[];
  };
  return answer.processings[0]?.damages;
};
/** A passed-through film of three chunks, a source segment each; the second of them fails for good. */
async function withPoison() {
  const film = await ingested(service, { copyable: true, segments: 3 });
  const [first, poison, last] = [await service.claim(), await service.claim(), await service.claim()];
  assert.deepEqual(workOf(poison).chunk.inputSequences, [1]);
  assert.equal((await poison.fail('decode_failed', false)).status, 204);
  return { ...film, first, poison, last };
}

test('a chunk that cannot be encoded waits for the rest, and a still picture of what came before stands in', async () => {
  const { videoId, first, poison, last } = await withPoison();
  assert.equal((await service.job(videoId)).state, 'encoding');
  await encode(first);
  await encode(last);
  const again = await service.claim();
  assert.equal(again.claimed.taskId, poison.claimed.taskId);
  assert.deepEqual([workOf(again).heldSequence, workOf(again).chunk.storyboard90k], [0, []]);
  // As many frames as suit the encoder, in the segments that were planned.
  const completion = await again.encode();
  const fewer = completion.renditions.map((rendition) => ({ ...rendition, frames: 7 }));
  assert.equal((await again.complete({ ...completion, renditions: fewer, storyboard: null })).status, 204);
  assert.equal((await service.job(videoId)).state, 'finished');
  assert.equal((await service.told(ProcessingFinishedSchema, videoId)).length, 1);
  const sequences = (await service.told(SegmentsCommittedSchema, videoId))
    .filter(({ rendition }) => rendition === '240p')
    .flatMap(({ firstSequence, segments }) => segments.map((_, index) => firstSequence + index));
  assert.deepEqual(sequences.toSorted(), [0, 1, 2], 'nothing is missing');
  assert.deepEqual(await damagesOf(videoId), [
    { startMs: 4000n, endMs: 8000n, code: 'decode_failed', message: 'It failed.' },
  ]);
});

test('a chunk of which frames are missing is made without them, or else a still picture', async () => {
  const { videoId } = await ingested(service, { copyable: true, segments: 2 });
  const [first, last] = [await service.claim(), await service.claim()];
  await first.fail('frame_count', false);
  await encode(last);
  const lenient = await service.claim();
  assert.deepEqual([workOf(lenient).lenient, workOf(lenient).heldSequence], [true, undefined]);
  await lenient.fail('output_invalid', false);
  const held = await service.claim();
  assert.deepEqual([workOf(held).lenient, workOf(held).heldSequence], [undefined, 1]);
  await encode(held);
  assert.equal((await service.job(videoId)).state, 'finished');
  assert.deepEqual(
    (await damagesOf(videoId))?.map(({ code }) => code),
    ['frame_count'],
    'the first reason',
  );
});

test('without anything before it, the first picture after it stands in', async () => {
  await ingested(service, { copyable: true, segments: 2 });
  const [first, last] = [await service.claim(), await service.claim()];
  await first.fail('decode_failed', false);
  await encode(last);
  assert.equal(workOf(await service.claim()).heldSequence, 1);
});

test('when the still picture fails too the film has failed, with the first reason told last', async () => {
  const { videoId, first, last } = await withPoison();
  await encode(first);
  await encode(last);
  await (await service.claim()).fail('output_invalid', false);
  assert.equal((await service.job(videoId)).state, 'failed');
  const failures = await service.told(ProcessingFailedSchema, videoId);
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['output_invalid'],
  );
});

test('a film of which nothing can be decoded has failed', async () => {
  const { videoId } = await ingested(service, { copyable: true, segments: 2 });
  for (let task = 0; task < 3; task++) await (await service.claim()).fail('decode_failed', false);
  assert.equal((await service.job(videoId)).state, 'failed');
});

test('a chunk that ends every worker is set aside like one that fails', async () => {
  const { videoId } = await ingested(service, { copyable: true, segments: 2 });
  const killer = await service.claim();
  await service.database.query
    .updateTable('tasks')
    .set({ losses: 6, lease_until: new Date(0) })
    .where('id', '=', killer.claimed.taskId)
    .execute();
  await service.context.tasks.giveUpPoisoned();
  assert.equal((await service.job(videoId)).state, 'encoding');
  await encode(await service.claim());
  assert.equal(workOf(await service.claim()).heldSequence, 1);
});
