import assert from 'node:assert/strict';
import { ApiError } from '@kinora/sdk';
import { registerAccount } from '@kinora/testing';
import { assertProblem, request } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario('the same creation twice makes one video', async (platform) => {
  const { client } = await registerAccount(platform);
  const create = (title: string) => client.videos.create({ title }, { idempotencyKey: 'once' });
  const first = await create('Same');
  const second = await create('Same');
  assert.equal(second.id, first.id);
  await assert.rejects(create('Different'), (error) => error instanceof ApiError && error.status === 422);
  assert.equal((await client.videos.mine()).items.length, 1);
  const stranger = await registerAccount(platform);
  const other = await stranger.client.videos.create({ title: 'Same' }, { idempotencyKey: 'once' });
  assert.notEqual(other.id, first.id, 'keys are of one account');
});

scenario('lists are walked page by page without a gap or a repeat', async (platform) => {
  const { client } = await registerAccount(platform);
  const made: string[] = [];
  for (let count = 0; count < 7; count++) made.push((await client.videos.create({ title: `Draft ${count}` })).id);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await client.videos.mine({ limit: 3, ...(cursor ? { cursor } : {}) });
    assert.ok(page.items.length <= 3);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  assert.deepEqual(seen, made.toReversed());

  const { nextCursor } = await client.videos.mine({ limit: 3 });
  const list = `${platform.url}/api/v1/me/videos`;
  assert.ok(nextCursor);
  const [payload = '', signature = ''] = nextCursor.split('.');
  for (const bad of ['x', 'e30', payload, `${swapFirst(payload)}.${signature}`, `${payload}.${swapFirst(signature)}`]) {
    const answer = await request(`${list}?cursor=${encodeURIComponent(bad)}`, { client });
    assert.ok(answer.status >= 400 && answer.status < 500, `${bad} answers ${answer.status}`);
    await answer.body?.cancel();
  }
  for (const limit of ['0', '-1', '101', 'x']) {
    assert.equal((await request(`${list}?limit=${limit}`, { client })).status, 422, `limit ${limit}`);
  }
});

scenario('what people write comes back as they wrote it, within its limits', async (platform) => {
  const { client } = await registerAccount(platform);
  const title = `<script>alert(1)</script> "ünï'; drop table videos; --`;
  const { id } = await client.videos.create({
    title,
    description: '</textarea><img src=x onerror=alert(1)>',
    tags: ['<b>', 'ünï'],
  });
  const video = await client.videos.update(id, { visibility: 'unlisted' });
  assert.equal(video.title, title);
  assert.deepEqual(video.tags, ['<b>', 'ünï']);
  const bad: Record<string, unknown>[] = [
    { title: '' },
    { title: 'x'.repeat(101) },
    { description: 'x'.repeat(5001) },
    { tags: Array(21).fill('x') },
    { tags: ['x'.repeat(41)] },
    { visibility: 'secret' },
    { title: { $ne: null } },
  ];
  for (const change of bad) {
    const answer = await request(`${platform.url}/api/v1/videos/${id}`, { client, method: 'PATCH', json: change });
    await assertProblem(answer, 422, 'kernel.validation_failed');
  }
  const page = await request(`${platform.url}/watch/${id}`, { headers: { accept: 'text/html' } });
  assert.ok(!(await page.text()).includes('<script>alert(1)</script>'), 'no title becomes a script');
});

scenario('nobody publishes in a channel of another', async (platform) => {
  const [person, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const [channel] = await stranger.client.channels.mine();
  assert.ok(channel);
  await assert.rejects(
    person.client.videos.create({ title: 'Mine', channelId: channel.id }),
    (error) => error instanceof ApiError && error.code === 'videos.channel_not_yours',
  );
  const { id } = await person.client.videos.create({ title: 'Mine' });
  await assert.rejects(
    person.client.videos.update(id, { channelId: channel.id }),
    (error) => error instanceof ApiError && error.status === 403,
  );
});

scenario('requests that are none are refused in a sentence and the server lives on', async (platform) => {
  const { client } = await registerAccount(platform);
  const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
  const bodies: [string, string][] = [
    ['application/json', '{'],
    ['application/json', deep],
    ['application/json', '{"__proto__":{"role":"admin"},"title":"x"}'],
    ['application/json', `{"title":"${'x'.repeat(3_000_000)}"}`],
    ['text/xml', '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'],
  ];
  for (const [type, body] of bodies) {
    const answer = await request(`${platform.url}/api/v1/videos`, {
      client,
      method: 'POST',
      headers: { 'content-type': type },
      body,
    });
    const text = await answer.text();
    assert.ok(answer.status < 500, `${body.slice(0, 40)} answers ${answer.status}: ${text.slice(0, 200)}`);
    assert.ok(!text.includes('root:'));
  }
  for (const id of ['..', '%00', '1', "' or 1=1 --", 'x'.repeat(5000)]) {
    const answer = await request(`${platform.url}/api/v1/videos/${encodeURIComponent(id)}`);
    assert.ok(answer.status >= 400 && answer.status < 500, `${id.slice(0, 20)} answers ${answer.status}`);
    await answer.body?.cancel();
  }
  assert.equal((await request(`${platform.url}/healthz`)).status, 200);
});

function swapFirst(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}
