import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@kinora/cli';
import { apiTokenAuth, createClient } from '@kinora/sdk';
import { captureTerminal, eventually, registerAccount } from '@kinora/testing';
import { assertProblem, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario('a token of somebody uploads without a log-in, and is refused everywhere once revoked', async (platform) => {
  const { page, password } = await registerAccount(platform);
  const proof = { password };
  const { id, token, name } = await page.apiTokens.create({ name: 'Camera', scopes: ['upload'], days: null, proof });
  assert.equal(name, 'Camera');

  const folder = await mkdtemp(join(tmpdir(), 'kinora-token-'));
  const signal = AbortSignal.timeout(60_000);
  const kinora = (args: string[], more: NodeJS.ProcessEnv = {}) =>
    captureTerminal((terminal) =>
      runCli({ args, environment: { XDG_CONFIG_HOME: folder, ...more }, terminal, signal }),
    );
  try {
    const film = join(folder, 'Boat.mp4');
    await writeFile(film, Buffer.alloc(100_000, 7));
    const sent = await kinora(['upload', film], { KINORA_TOKEN: token, KINORA_URL: platform.url });
    assert.equal(sent.code, 0, sent.err);
    const again = await kinora(['import', folder, '--token', token, '--server', `${platform.url}/`]);
    assert.equal(again.code, 0, again.err);
    const refused = await kinora(['upload', film, '--token', 'kin_unknown', '--server', platform.url]);
    assert.deepEqual([refused.code, refused.err.includes('does not know this token')], [1, true], refused.err);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  const script = createClient({ baseUrl: platform.url, auth: apiTokenAuth(token) });
  assert.equal((await script.channels.mine()).length, 1);
  await assertProblem(await request(`${platform.url}/api/v1/me/videos`, { token }), 403, 'kernel.scope_missing');
  const mine = await page.videos.mine({});
  assert.deepEqual(mine.items.map(({ title }) => title).sort(), ['Boat', 'Boat']);
  assert.ok((await page.apiTokens.list())[0]?.lastUsedAt);

  await page.apiTokens.revoke(id);
  assert.deepEqual(await page.apiTokens.list(), []);
  const services = [
    'me',
    'me/channels',
    `videos/${mine.items[0]?.id}`,
    'me/storage',
    'admin/workers',
    'videos/x/quality',
  ];
  await eventually('every service refuses it', async () => {
    const asked = services.map((path) => statusOf(request(`${platform.url}/api/v1/${path}`, { token })));
    return (await Promise.all(asked)).every((status) => status === 401);
  });
});
