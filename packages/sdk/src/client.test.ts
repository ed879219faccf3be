import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { ApiError, ConnectionError, createClient, refreshTokenAuth, sessionAuth } from './index.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: Buffer) => void;

async function serve(t: TestContext, handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => handler(request, response, Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

const account = { id: 'a', email: 'a@b.c', displayName: 'A', role: 'admin', createdAt: '2026-01-01T00:00:00.000Z' };
const soon = () => new Date(Date.now() + 300_000).toISOString();

test('many calls at once buy one access token', async (t) => {
  let bought = 0;
  const baseUrl = await serve(t, (request, response) => {
    if (request.url === '/api/v1/tokens/access') {
      bought += 1;
      return json(response, 200, { accessToken: 'token-1', expiresAt: soon(), account });
    }
    assert.equal(request.headers.authorization, 'Bearer token-1');
    json(response, 200, account);
  });
  const client = createClient({ baseUrl, auth: sessionAuth() });
  await Promise.all([client.identity.me(), client.identity.me(), client.identity.me()]);
  assert.equal(bought, 1);
});

test('who has no session is a visitor, with no error on the way', async (t) => {
  const asked: string[] = [];
  const baseUrl = await serve(t, (request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? 'nobody'}`);
    if (request.url === '/api/v1/tokens/access') return void response.writeHead(204).end();
    json(response, 200, { items: [], nextCursor: null });
  });
  const accounts: unknown[] = [];
  const client = createClient({ baseUrl, auth: sessionAuth({ onAccount: (found) => accounts.push(found) }) });
  assert.equal(await client.accessToken(), null);
  await client.videos.list({});
  assert.deepEqual(accounts, [null]);
  assert.deepEqual(asked, ['/api/v1/tokens/access nobody', '/api/v1/videos?sort=newest nobody']);
});

test('a page that came without a session asks for a token after log-in only', async (t) => {
  let bought = 0;
  const baseUrl = await serve(t, (request, response) => {
    if (request.url === '/api/v1/tokens/access') {
      bought += 1;
      return json(response, 200, { accessToken: 'token-1', expiresAt: soon(), account });
    }
    json(response, 200, { items: [], nextCursor: null });
  });
  const client = createClient({ baseUrl, auth: sessionAuth({ nobody: true }) });
  await client.videos.list({});
  assert.deepEqual([await client.accessToken(), bought], [null, 0]);
  client.resetAuth();
  assert.deepEqual([await client.accessToken(), bought], ['token-1', 1]);
});

test('a refused token is renewed once and the request repeated', async (t) => {
  let bought = 0;
  const seen: (string | undefined)[] = [];
  const baseUrl = await serve(t, (request, response) => {
    if (request.url === '/api/v1/tokens/access') {
      bought += 1;
      return json(response, 200, { accessToken: `token-${bought}`, expiresAt: soon(), account });
    }
    seen.push(request.headers.authorization);
    if (request.headers.authorization === 'Bearer token-1')
      return json(response, 401, { code: 'kernel.unauthenticated' });
    json(response, 200, account);
  });
  const client = createClient({ baseUrl, auth: sessionAuth() });
  assert.equal((await client.identity.me()).id, 'a');
  assert.deepEqual(seen, ['Bearer token-1', 'Bearer token-2']);
});

test('a client says the language of whoever asks, where it is told one', async (t) => {
  const seen: (string | undefined)[] = [];
  const baseUrl = await serve(t, (request, response) => {
    seen.push(request.headers['accept-language']);
    json(response, 200, { registration: 'open' });
  });
  let language = 'ar';
  const client = createClient({ baseUrl, language: () => language });
  await client.instance.get();
  language = 'ja';
  await client.instance.get();
  assert.deepEqual(seen, ['ar', 'ja']);
});

test('a token that is refused again is an error, not a loop', async (t) => {
  let calls = 0;
  const baseUrl = await serve(t, (request, response) => {
    if (request.url === '/api/v1/tokens/access')
      return json(response, 200, { accessToken: `t${calls}`, expiresAt: soon(), account });
    calls += 1;
    json(response, 401, { code: 'identity.revoked', detail: 'Signed out.' });
  });
  const client = createClient({ baseUrl, auth: sessionAuth() });
  await assert.rejects(client.identity.me(), (error) => error instanceof ApiError && error.code === 'identity.revoked');
  assert.equal(calls, 2);
});

test('without a session requests go out without a token, and log-in makes it ask again', async (t) => {
  let signedIn = false;
  let purchases = 0;
  const accounts: (string | null)[] = [];
  const baseUrl = await serve(t, (request, response) => {
    if (request.url === '/api/v1/tokens/access') {
      purchases += 1;
      if (!signedIn) return json(response, 401, { code: 'identity.no_session' });
      return json(response, 200, { accessToken: 'in', expiresAt: soon(), account });
    }
    if (request.url === '/api/v1/sessions') {
      signedIn = true;
      return json(response, 201, { account });
    }
    json(response, 200, { id: request.headers.authorization ?? 'nobody' });
  });
  const client = createClient({ baseUrl, auth: sessionAuth({ onAccount: (who) => accounts.push(who?.id ?? null) }) });
  assert.equal((await client.videos.get('v')).id, 'nobody');
  assert.equal((await client.videos.get('v')).id, 'nobody');
  assert.equal(purchases, 1);
  await client.identity.logIn({ email: 'a@b.c', password: 'correct horse' });
  assert.equal((await client.videos.get('v')).id, 'Bearer in');
  assert.deepEqual(accounts, [null, 'a']);
});

test('rotated refresh tokens are stored before they are used, one rotation at a time', async (t) => {
  const stored: string[] = [];
  const presented: string[] = [];
  const baseUrl = await serve(t, (request, response, body) => {
    if (request.url === '/api/v1/tokens/refresh') {
      presented.push(JSON.parse(body.toString()).refreshToken);
      const n = presented.length;
      return json(response, 200, { accessToken: `a${n}`, refreshToken: `r${n}`, expiresAt: soon(), account });
    }
    assert.ok(stored.length > 0);
    if (request.headers.authorization === 'Bearer a1' && request.url === '/api/v1/me/channels')
      return json(response, 401, {});
    json(response, 200, { items: [] });
  });
  const auth = refreshTokenAuth({ refreshToken: 'r0', onTokens: (tokens) => void stored.push(tokens.refreshToken) });
  const client = createClient({ baseUrl, auth });
  await Promise.all([client.identity.sessions(), client.identity.sessions()]);
  await client.channels.mine();
  assert.deepEqual(presented, ['r0', 'r1']);
  assert.deepEqual(stored, ['r1', 'r2']);
});

test('a problem becomes an ApiError with its code, fields and waiting time', async (t) => {
  const baseUrl = await serve(t, (_request, response) => {
    const problem = {
      code: 'kernel.validation_failed',
      detail: 'Check it.',
      errors: [{ path: 'title', message: 'Too long' }],
      requestId: 'q',
    };
    json(response, 422, problem, { 'retry-after': '7' });
  });
  const client = createClient({ baseUrl });
  const error = await client.videos.create({ title: 'x' }).catch((e: unknown) => e);
  assert.ok(error instanceof ApiError);
  assert.equal(error.status, 422);
  assert.equal(error.code, 'kernel.validation_failed');
  assert.equal(error.fieldError('title'), 'Too long');
  assert.equal(error.retryAfterMs, 7000);
  assert.equal(error.requestId, 'q');
});

test('an answer that is no problem document still has a code', async (t) => {
  const baseUrl = await serve(t, (_request, response) => {
    response.writeHead(502, { 'content-type': 'text/html' });
    response.end('<h1>Bad gateway</h1>');
  });
  const error = await createClient({ baseUrl })
    .videos.get('x')
    .catch((e: unknown) => e);
  assert.ok(error instanceof ApiError);
  assert.equal(error.code, 'http.502');
});

test('a server that is away is a ConnectionError', async () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
  await assert.rejects(client.videos.list(), ConnectionError);
});

test('processing that has not changed answers null and keeps the tag', async (t) => {
  const baseUrl = await serve(t, (request, response) => {
    if (request.headers['if-none-match'] === '"1"') {
      response.writeHead(304);
      return response.end();
    }
    json(response, 200, { state: 'uploading' }, { etag: '"1"' });
  });
  const client = createClient({ baseUrl });
  const first = await client.videos.processing('v');
  assert.equal(first.value?.state, 'uploading');
  const second = await client.videos.processing('v', { etag: first.etag });
  assert.deepEqual(second, { value: null, etag: '"1"' });
});

test('an upload goes on from what the server has after a refusal and a cut connection', async (t) => {
  const received: Buffer[] = [];
  let length = 0;
  let trouble = 0;
  const baseUrl = await serve(t, (request, response, body) => {
    assert.equal(request.headers['tus-resumable'], '1.0.0');
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'upload-offset': `${length}` });
      return response.end();
    }
    trouble += 1;
    if (trouble === 2) return json(response, 503, { code: 'uploads.owner_changes' }, { 'retry-after': '0' });
    if (trouble === 3) return void request.socket.destroy();
    assert.equal(Number(request.headers['upload-offset']), length);
    received.push(body);
    length += body.length;
    response.writeHead(204, { 'upload-offset': `${length}` });
    response.end();
  });
  const film = new Uint8Array(50_000).map((_, i) => i % 251);
  const retries: number[] = [];
  const client = createClient({ baseUrl });
  await client.uploads.send({
    url: '/api/v1/uploads/u',
    chunkBytes: 20_000,
    source: { sizeBytes: film.length, read: async (start, end) => film.slice(start, end) },
    onRetry: ({ delayMs }) => retries.push(delayMs),
  });
  assert.deepEqual(Buffer.concat(received), Buffer.from(film));
  assert.equal(retries.length, 2);
});

test('an upload that is refused for good does not try again', async (t) => {
  let calls = 0;
  const baseUrl = await serve(t, (_request, response) => {
    calls += 1;
    json(response, 404, {});
  });
  const source = { sizeBytes: 1, read: async () => new Uint8Array(1) };
  const sending = createClient({ baseUrl }).uploads.send({ url: '/uploads/gone', source });
  await assert.rejects(sending, (error) => error instanceof ApiError && error.status === 404);
  assert.equal(calls, 1);
});

test('deleting tells whether withdrawal is still under way', async (t) => {
  const baseUrl = await serve(t, (request, response) => {
    if (request.url?.endsWith('slow')) return json(response, 202, { withdrawal: 'under_way' });
    response.writeHead(204);
    response.end();
  });
  const client = createClient({ baseUrl });
  assert.deepEqual(await client.videos.delete('slow'), { withdrawal: 'under_way' });
  assert.deepEqual(await client.videos.delete('quick'), { withdrawal: 'done' });
});
