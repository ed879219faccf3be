import assert from 'node:assert/strict';
import { registerAccount } from '@kinora/testing';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';
import { serviceToken } from './tokens.ts';

const CLAIM = { workerId: 'a-stranger-1234', name: 'x', version: '1', running: 0 };

scenario('a stranger gets no task and touches none', async (platform) => {
  const { client, tokens } = await registerAccount(platform);
  const strangers: Record<string, string | undefined> = {
    nobody: undefined,
    garbage: 'x',
    'a made-up worker token': 'knw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    'an account': tokens.accessToken,
    'a service that is no worker': await serviceToken(platform, { from: 'videos', to: 'transcoding' }),
    'a worker token for another service': await serviceToken(platform, { from: 'transcoding-worker', to: 'videos' }),
  };
  const id = '1111111111111111111111';
  const calls: [string, string, RequestInit & { json?: unknown }][] = [
    ['POST', '/claims', { json: CLAIM }],
    ['GET', `/tasks/${id}/source`, {}],
    ['GET', `/tasks/${id}/inputs/source/0.m4s`, {}],
    [
      'PUT',
      `/tasks/${id}/outputs/360p/0.m4s`,
      { body: new Uint8Array(4), headers: { 'content-type': 'application/octet-stream' } },
    ],
    ['POST', `/tasks/${id}/heartbeat`, { json: { progressMs: 1 } }],
    ['POST', `/tasks/${id}/complete`, { json: {} }],
  ];
  for (const [who, token] of Object.entries(strangers)) {
    for (const [method, path, init] of calls) {
      const status = await statusOf(
        request(`${platform.url}/api/v1/worker${path}`, { method, ...init, ...(token ? { token } : {}) }),
      );
      assert.ok([401, 404, 422].includes(status), `${method} ${path} answers ${who} with ${status}`);
      if (path === '/claims') assert.equal(status, 401, `${who} claims`);
    }
  }
  assert.equal(await statusOf(request(`${platform.url}/api/v1/admin/workers`, { client })), 403);
});
