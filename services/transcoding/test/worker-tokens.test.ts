import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { runOutsideTransactionScope } from '@kinora/ports';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { BYTES, forgetTasks, sourceCommit, startTranscoding, type TranscodingAlone } from './harness.ts';

interface TokenAnswer {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
}

let service: TranscodingAlone;
before(async () => {
  service = await startTranscoding();
});
after(() => service?.stop());
beforeEach(() => forgetTasks(service));

const admin = async (method: string, path: string, body?: unknown) =>
  fetch(`${service.url}/api/v1/admin/worker-tokens${path}`, {
    method,
    headers: {
      authorization: `Bearer ${await service.token({ role: 'admin' })}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
const make = async (name: string) =>
  (await (await admin('POST', '', { name })).json()) as { id: string; token: string };
const list = async () => ((await (await admin('GET', '')).json()) as { items: TokenAnswer[] }).items;
const revoke = async (id: string) => (await admin('DELETE', `/${id}`)).status;

test('administrators see which tokens there are and when they were used, never the tokens', async () => {
  const used = await make('used');
  const idle = await make('idle');
  await service.upload();
  await service.claim(used.token);
  const items = await list();
  assert.deepEqual(
    items.slice(0, 2).map(({ name }) => name),
    ['idle', 'used'],
  );
  const [first, second] = items;
  assert.deepEqual([first?.id, first?.lastUsedAt, second?.id], [idle.id, null, used.id]);
  assert.ok(Date.now() - Date.parse(second?.lastUsedAt ?? '') < 60_000);
  assert.doesNotMatch(JSON.stringify(items), /knw_/);
  assert.deepEqual(Object.keys(first ?? {}).sort(), ['createdAt', 'id', 'lastUsedAt', 'name']);
});

test('a revoked token is in no list, lets nobody in and cannot be revoked twice; others are as they were', async () => {
  const lost = await make('lost');
  const kept = await make('kept');
  await service.upload();
  assert.equal(await revoke(lost.id), 204);
  assert.equal(await revoke(lost.id), 404);
  const names = (await list()).map(({ id }) => id);
  assert.deepEqual([names.includes(lost.id), names.includes(kept.id)], [false, true]);
  assert.equal((await service.claimAs(`Bearer ${lost.token}`)).status, 401);
  assert.equal((await service.claimAs(`Bearer ${kept.token}`)).status, 200);
});

test('a task of a revoked worker goes to another at once, and the first can change nothing any more', async () => {
  const { id, token } = await make('far away');
  const { videoId, jobId } = await service.upload();
  const cutOff = await service.claim(token);
  await cutOff.plan();
  await cutOff.source(0, 1);
  assert.equal(await revoke(id), 204);
  assert.equal(await cutOff.heartbeat(1000), true);
  const answers = [
    await cutOff.put('source/5.m4s'),
    await cutOff.send('GET', '/source'),
    await cutOff.send('POST', '/segments', sourceCommit(1)),
    await cutOff.ingested(1),
    await cutOff.fail('worker_failed', false),
  ];
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([409]));
  assert.equal(await service.engines.blobs.head(`videos/${videoId}/${jobId}/i-1/source/5.m4s`), undefined);

  const next = await service.claim();
  assert.equal(next.claimed.taskId, cutOff.claimed.taskId);
  assert.ok(next.claimed.work.kind === 'ingest' && next.claimed.work.committedVideo === 1);
  // Nobody is blamed: neither the task nor its file did anything.
  assert.deepEqual(await service.task(next.claimed.taskId), { state: 'leased', attempt: 2, failures: 0 });
  assert.equal(await (await next.send('GET', '/source')).text(), 'a film');
  assert.equal((await next.put('source/1.m4s', BYTES)).status, 204);
});

test('tasks that workers hold by other tokens stay theirs', async () => {
  const lost = await make('lost');
  const kept = await make('kept');
  await service.upload();
  await service.upload();
  await service.upload();
  await service.claim(lost.token);
  const [far, near] = [await service.claim(kept.token), await service.claim()];
  assert.equal(await revoke(lost.id), 204);
  assert.deepEqual([await far.heartbeat(), await near.heartbeat()], [false, false]);
});

test('a worker that waits for a task learns at once that its token was revoked', async () => {
  const { id, token } = await make('waiting');
  const asked = service.claimAs(`Bearer ${token}`);
  await eventually('it waits', async () => (await list()).find((each) => each.id === id)?.lastUsedAt !== null);
  const revokedAt = performance.now();
  assert.equal(await revoke(id), 204);
  assert.equal((await asked).status, 401);
  assert.ok(performance.now() - revokedAt < 5000, 'long before the claim would have ended by itself');
});

test('a claim waits for a revocation that is under way, and then gets nothing', async () => {
  const { id } = await make('in between');
  const { jobId } = await service.upload();
  let claiming: ReturnType<typeof service.context.tasks.claim> | undefined;
  await service.database.transaction(async (transaction) => {
    await transaction.updateTable('worker_tokens').set({ revoked_at: new Date() }).where('id', '=', id).execute();
    // As another process would.
    claiming = runOutsideTransactionScope(() => service.context.tasks.claim('a-worker', { tokenId: id }));
    const waits = eventually('the claim waits', async () => {
      const { rows } = await sql`select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(transaction);
      return rows.length > 0;
    });
    await Promise.race([claiming, waits]);
  });
  assert.equal(await claiming, undefined);
  const [task] = await service.context.tasks.listOfJobs([jobId]);
  assert.deepEqual([task?.state, task?.attempt], ['ready', 0]);
});
