import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createClient } from '@kinora/sdk';
import { accountAuth } from '../src/account-auth.ts';
import { CredentialsFile } from '../src/credentials.ts';
import { answer, bodyOf, serve, temporaryDirectory, tokens } from './harness.ts';

test('programs that run at the same time spend one refresh token between them', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const presented: string[] = [];
  const url = await serve(t, async (request, response) => {
    if (request.url !== '/api/v1/tokens/refresh') return answer(response, 200, { items: [] });
    presented.push(JSON.parse((await bodyOf(request)).toString()).refreshToken);
    answer(response, 200, tokens(String(presented.length + 1)));
  });
  await new CredentialsFile({ XDG_CONFIG_HOME }).write(url, tokens('1', 0) as never);
  const client = () => createClient({ baseUrl: url, auth: accountAuth(new CredentialsFile({ XDG_CONFIG_HOME })) });
  await Promise.all(Array.from({ length: 8 }, () => client().channels.mine()));
  assert.deepEqual(presented, ['refresh-1']);
  assert.equal((await new CredentialsFile({ XDG_CONFIG_HOME }).read()).refreshToken, 'refresh-2');
});

test('a token that another program has renewed meanwhile is taken from the file', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const file = new CredentialsFile({ XDG_CONFIG_HOME });
  const url = await serve(t, async (request, response) => {
    assert.equal(request.url, '/api/v1/me/channels');
    const known = request.headers.authorization === 'Bearer access-2';
    if (!known) await file.write(url, tokens('2') as never);
    answer(response, known ? 200 : 401, { items: [] });
  });
  await file.write(url, tokens('1') as never);
  assert.deepEqual(await createClient({ baseUrl: url, auth: accountAuth(file) }).channels.mine(), []);
});

test('a log-in that has ended asks for another one', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const url = await serve(t, (_request, response) => answer(response, 401, { code: 'identity.no_session' }));
  const file = new CredentialsFile({ XDG_CONFIG_HOME });
  await file.write(url, tokens('1', 0) as never);
  const client = createClient({ baseUrl: url, auth: accountAuth(file) });
  await assert.rejects(client.channels.mine(), /has ended: type kinora login again/);
});

test('a lock whose holder died does not stand in the way for good', async (t) => {
  const XDG_CONFIG_HOME = await temporaryDirectory(t);
  const file = new CredentialsFile({ XDG_CONFIG_HOME });
  const { mkdir, utimes, writeFile } = await import('node:fs/promises');
  const { dirname } = await import('node:path');
  await mkdir(dirname(file.path), { recursive: true });
  await writeFile(`${file.path}.lock`, '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${file.path}.lock`, longAgo, longAgo);
  assert.equal(await file.withLock(async () => 'held'), 'held');
});
