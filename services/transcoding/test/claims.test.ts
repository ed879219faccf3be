import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { SegmentsCommittedSchema } from '@kinora/contracts/kinora/transcoding/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import {
  BYTES,
  forgetTasks,
  sourceCommit,
  startTranscoding,
  type TaskDouble,
  type TranscodingAlone,
} from './harness.ts';

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const admin = async (method: string, path: string, role: 'admin' | 'moderator' | undefined, body?: unknown) =>
  fetch(`${service.url}/api/v1/admin${path}`, {
    method,
    headers: {
      ...(role ? { authorization: `Bearer ${await service.token({ role })}` } : {}),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const workerToken = async () =>
  ((await (await admin('POST', '/worker-tokens', 'admin', { name: 'far' })).json()) as { token: string }).token;

test('nobody but a worker gets a task', async () => {
  const { jobId } = await service.upload();
  const revoked = await workerToken();
  await service.database.query.updateTable('worker_tokens').set({ revoked_at: new Date() }).execute();
  const strangers = {
    'no token': undefined,
    'an account': `Bearer ${await service.token()}`,
    'an administrator': `Bearer ${await service.token({ role: 'admin' })}`,
    'another service': `Bearer ${await service.serviceToken('videos')}`,
    'a revoked worker': `Bearer ${revoked}`,
    'a made-up worker': `Bearer knw_${'A'.repeat(43)}`,
    'another scheme': `Basic ${revoked}`,
  };
  for (const [who, authorization] of Object.entries(strangers)) {
    assert.equal((await service.claimAs(authorization)).status, 401, who);
  }
  const [task] = await service.context.tasks.listOfJobs([jobId]);
  assert.deepEqual([task?.kind, task?.state, task?.attempt], ['ingest', 'ready', 0]);
  const answer = await service.claimAs(`Bearer ${await workerToken()}`);
  assert.equal(answer.status, 200);
});

test('administration is for administrators', async () => {
  for (const [method, path, body] of [
    ['GET', '/workers', undefined],
    ['POST', '/workers/some-worker/drain', undefined],
    ['DELETE', '/workers/some-worker/drain', undefined],
    ['POST', '/worker-tokens', { name: 'x' }],
    ['GET', '/worker-tokens', undefined],
    ['DELETE', '/worker-tokens/some-token', undefined],
  ] as const) {
    assert.equal((await admin(method, path, undefined, body)).status, 401, path);
    assert.equal((await admin(method, path, 'moderator', body)).status, 403, path);
  }
  assert.equal((await admin('POST', '/workers/nobody/drain', 'admin')).status, 404);
  assert.equal((await admin('DELETE', '/workers/nobody/drain', 'admin')).status, 404);
  assert.equal((await admin('DELETE', '/worker-tokens/nobody', 'admin')).status, 404);
  assert.equal((await admin('POST', '/worker-tokens', 'admin', { name: 'x', role: 'admin' })).status, 422);
});

test('a worker that is drained gets nothing more, even when it was asking already, until it may go on', async () => {
  const workerId = newId();
  const authorization = `Bearer ${await service.serviceToken('transcoding-worker')}`;
  // Not by fetch: after an abort it opens a connection anew, and the server waits for what comes on that.
  const asking = httpRequest(`${service.url}/api/v1/worker/claims`, {
    method: 'POST',
    agent: false,
    headers: { authorization, 'content-type': 'application/json' },
  });
  let answered = false;
  asking.on('response', () => {
    answered = true;
  });
  asking.on('error', () => {});
  asking.end(JSON.stringify({ workerId, name: 'test', version: '0', running: 0 }));
  await eventually('the worker is known', async () => {
    const { items } = (await (await admin('GET', '/workers', 'admin')).json()) as { items: { id: string }[] };
    return items.some(({ id }) => id === workerId);
  });
  assert.equal((await admin('POST', `/workers/${workerId}/drain`, 'admin')).status, 204);
  const { jobId } = await service.upload();
  const taken = await service.claim();
  assert.equal((await service.context.tasks.listOfJobs([jobId]))[0]?.id, taken.claimed.taskId);
  await service.upload();
  assert.equal(await service.context.tasks.claim(workerId), undefined);
  assert.equal(answered, false);
  const stateNow = async () => {
    const { items } = (await (await admin('GET', '/workers', 'admin')).json()) as {
      items: { id: string; state: string }[];
    };
    return items.find(({ id }) => id === workerId)?.state;
  };
  assert.equal(await stateNow(), 'draining');
  assert.equal((await admin('DELETE', `/workers/${workerId}/drain`, 'admin')).status, 204);
  await eventually('it gets what waited, by the same question', async () => answered);
  assert.equal(await stateNow(), 'active');
  asking.destroy();
});

test('a task has one holder; its token opens this task alone', async () => {
  const film = Buffer.from('the bytes of a film');
  await service.upload(film);
  const held = await service.claim();
  assert.equal(held.claimed.attempt, 1);
  assert.equal(await service.context.tasks.claim('another-worker'), undefined);

  assert.equal(await (await held.send('GET', '/source')).text(), film.toString());
  await service.upload();
  const other = await service.claim();
  for (const [method, path, body] of [
    ['GET', '/source', undefined],
    ['PUT', '/outputs/source/0.m4s', BYTES],
    ['POST', '/completion', { kind: 'ingest' }],
  ] as const) {
    assert.ok([409, 422].includes((await other.send(method, path, body, held.claimed.taskToken)).status), path);
    const forged = other.claimed.taskToken.replace('.1.', '.2.');
    assert.ok([401, 422].includes((await other.send(method, path, body, forged)).status), path);
  }
  for (const name of ['../../x.m4s', 'source/..%2f..%2fx.m4s', 'poster.png', 'A/0.m4s', 'source/0.m4s/x']) {
    const answer = await other.put(name);
    assert.ok(answer.status >= 400 && answer.status < 500, `${name}: ${answer.status}`);
  }
});

/** Everything a worker may still try after its task went to another. */
async function tryAll(task: TaskDouble): Promise<number[]> {
  const answers = [
    await task.put('source/5.m4s'),
    await task.send('GET', '/source'),
    await task.send('POST', '/segments', sourceCommit(0)),
    await task.ingested(1),
    await task.fail('worker_failed', false),
  ];
  return answers.map(({ status }) => status);
}

test('after its lease a task goes to the next worker, and the first can change nothing any more', async () => {
  const { videoId, jobId } = await service.upload();
  const paused = await service.claim();
  await paused.plan();
  await paused.source(0, 1);
  assert.equal(await paused.heartbeat(1000), false);
  await service.expire(paused.claimed.taskId);
  const next = await service.claim();
  assert.equal(next.claimed.taskId, paused.claimed.taskId);
  assert.equal(next.claimed.attempt, 2);
  assert.ok(next.claimed.work.kind === 'ingest' && next.claimed.work.committedVideo === 1);

  assert.equal(await paused.heartbeat(2000), true);
  const before = await service.context.jobs.find(jobId);
  assert.deepEqual(await tryAll(paused), [409, 409, 409, 409, 409]);
  assert.deepEqual(await service.context.jobs.find(jobId), before);
  assert.deepEqual(await service.task(next.claimed.taskId), { state: 'leased', attempt: 2, failures: 0 });
  assert.equal(await service.engines.blobs.head(`videos/${videoId}/${jobId}/i-1/source/5.m4s`), undefined);

  // The next one goes on where the first was.
  await next.source(1, 2);
  assert.equal((await next.ingested(3)).status, 204);
  assert.deepEqual(await tryAll(paused), [409, 409, 409, 409, 409]);
  const told = await service.told(SegmentsCommittedSchema, videoId);
  assert.deepEqual(told, [], 'nothing is published of a source that is encoded');
});

test('two workers that ask at once get two tasks', async () => {
  await service.upload();
  await service.upload();
  const claims = await Promise.all([service.claim(), service.claim()]);
  assert.equal(new Set(claims.map(({ claimed }) => claimed.taskId)).size, 2);
});
