import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ingested } from './films.ts';
import { startTranscoding } from './harness.ts';

const service = await startTranscoding({ EXTRA_CODECS: 'hevc,av1' });
after(() => service?.stop());

test('other codecs are made after everything in H.264, each chunk in a task of its own', async () => {
  const { videoId } = await ingested(service, { height: 720 });
  const order: string[][] = [];
  while ((await service.job(videoId)).state === 'encoding') {
    const chunk = await service.claim();
    if (chunk.claimed.work.kind !== 'chunk') throw new Error('Not a chunk.');
    order.push(chunk.claimed.work.renditions.map(({ name }) => name));
    const answer = await chunk.complete(await chunk.encode());
    assert.equal(answer.status, 204);
  }
  const isExtra = (names: string[]) => names.some((name) => /hevc|av1/.test(name));
  const firstExtra = order.findIndex(isExtra);
  assert.ok(firstExtra > 0 && order.slice(firstExtra).every(isExtra), JSON.stringify(order));
  // Larger before smaller: each is scaled from the one before it.
  assert.deepEqual(order.at(-1), ['720phevc', '720pav1', '480phevc', '480pav1']);
  assert.ok(!order.flat().includes('360pav1'), 'small pictures gain nothing');
  assert.equal((await service.job(videoId)).state, 'finished');
});
