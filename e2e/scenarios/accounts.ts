import assert from 'node:assert/strict';
import { ApiError, type Client, createClient } from '@kinora/sdk';
import { eventually, registerAccount, type TestPlatform } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { assertProblem, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const SOON_MS = 1500;

scenario('the first account by the set-up link is the administrator, and the link works once', async (platform) => {
  assert.equal(await createClient({ baseUrl: platform.url }).identity.setupNeeded(), true);
  const setupToken = await platform.setupToken();
  await assert.rejects(registerAccount(platform, { setupToken: 'kns_wrong' }), isCode('identity.setup_token_invalid'));
  const early = await registerAccount(platform);
  const admin = await administratorOf(platform);
  assert.equal(admin.account.role, 'admin');
  for (const { email } of [early, admin]) assert.equal(await linkedTo(admin.client, email), platform.url);
  await assert.rejects(registerAccount(platform, { setupToken }), isCode('identity.setup_token_invalid'));
  assert.equal(await createClient({ baseUrl: platform.url }).identity.setupNeeded(), false);
  // A role of its own in the split shape, which begins to work when it has found the others.
  await eventually('the worker of this machine is listed', async () => (await admin.client.admin.workers()).length > 0);
});

/** Where the link in the mail to an address leads. */
async function linkedTo(client: Client, email: string): Promise<string | undefined> {
  const { items } = await client.mail.outbox({ limit: 100 });
  const mail = items.find(({ to }) => to === email);
  const { text } = await client.mail.read(mail?.id ?? '');
  return /http\S+(?=\/verify#)/.exec(text ?? '')?.[0];
}

scenario('a role is not raised from the body', async (platform) => {
  const answer = await request(`${platform.url}/api/v1/accounts`, {
    method: 'POST',
    headers: { origin: platform.url },
    json: {
      email: 'raise@example.org',
      password: 'a long pass phrase',
      displayName: 'R',
      role: 'admin',
      __proto__: { role: 'admin' },
    },
  });
  assert.equal(answer.status, 201);
  assert.notEqual(((await answer.json()) as { account: { role: string } }).account.role, 'admin');
  const { client } = await registerAccount(platform);
  const patched = await statusOf(
    request(`${platform.url}/api/v1/me`, { client, method: 'PATCH', json: { displayName: 'Still', role: 'admin' } }),
  );
  assert.ok([200, 422].includes(patched), `PATCH answers ${patched}`);
  assert.notEqual((await client.identity.me()).role, 'admin');
  await assertProblem(await request(`${platform.url}/api/v1/admin/workers`, { client }), 403);
});

scenario('after logging out a token is refused within a second in every service', async (platform) => {
  const person = await registerAccount(platform);
  const token = await person.page.accessToken();
  assert.ok(token);
  const ask = (method: string, path: string, extra: RequestInit & { json?: unknown } = {}) =>
    statusOf(request(`${platform.url}/api/v1${path}`, { token, method, ...extra }));
  const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1 };
  const everywhere = () =>
    Promise.all([
      ask('GET', '/me'),
      ask('GET', '/me/channels'),
      ask('GET', '/me/videos'),
      ask('POST', '/uploads', { headers: { 'tus-resumable': '1.0.0' } }),
      ask('POST', '/videos/1111111111111111111111/beacons', { json: beacon }),
      ask('GET', '/admin/workers'),
    ]);
  assert.deepEqual(await everywhere(), [200, 200, 200, 400, 404, 403]);
  await person.page.identity.logOut();
  await eventually(
    'the token is refused everywhere',
    async () => (await everywhere()).every((status) => status === 401),
    { timeoutMs: SOON_MS },
  );
  assert.equal(
    await statusOf(request(`${platform.url}/api/v1/me`, { client: person.client })),
    200,
    'the other device stays',
  );
  assert.equal(await person.page.accessToken(), null, 'the cookie buys nothing');
});

scenario('a session is ended from another one', async (platform) => {
  const person = await registerAccount(platform);
  const token = await person.client.accessToken();
  assert.ok(token);
  const sessions = await person.page.identity.sessions();
  assert.equal(sessions.length, 2);
  const device = sessions.find((session) => !session.current);
  assert.ok(device);
  const stranger = await registerAccount(platform);
  await assert.rejects(stranger.page.identity.endSession(device.id), isCode('identity.session_not_found'));
  await person.page.identity.endSession(device.id);
  await eventually(
    'its token is refused',
    async () => (await statusOf(request(`${platform.url}/api/v1/me/videos`, { token }))) === 401,
    { timeoutMs: SOON_MS },
  );
  await assert.rejects(person.client.identity.me(), isStatus(401));
});

scenario('a new password ends every other session, and the old one is of no use', async (platform) => {
  const person = await registerAccount(platform);
  const { email, password: currentPassword, page } = person;
  const newPassword = 'nine planks and a keel';
  const device = await person.client.accessToken();
  await assert.rejects(
    page.identity.changePassword({ currentPassword: 'a guess', newPassword }),
    isCode('identity.wrong_password'),
  );
  await assert.rejects(
    page.identity.changePassword({ currentPassword, newPassword: 'password' }),
    isCode('identity.weak_password'),
  );
  assert.equal(await page.identity.changePassword({ currentPassword, newPassword }), 1);
  await eventually(
    'the token of the other device is refused',
    async () => (await statusOf(request(`${platform.url}/api/v1/me/videos`, { token: device ?? '' }))) === 401,
    { timeoutMs: SOON_MS },
  );
  await assert.rejects(person.client.identity.me(), isStatus(401));
  assert.equal((await page.identity.me()).email, email, 'this one goes on');
  const anonymous = createClient({ baseUrl: platform.url });
  await assert.rejects(
    anonymous.identity.issueTokens({ email, password: currentPassword }),
    isCode('identity.wrong_credentials'),
  );
  await anonymous.identity.issueTokens({ email, password: newPassword });
});

scenario('a person logs out everywhere else', async (platform) => {
  const person = await registerAccount(platform);
  const stranger = await registerAccount(platform);
  const anonymous = createClient({ baseUrl: platform.url });
  await anonymous.identity.issueTokens(person);
  assert.equal(await person.page.identity.endOtherSessions(), 2);
  await eventually(
    'the tokens of the other device are refused',
    async () =>
      person.client.identity.me().then(
        () => false,
        (error) => isStatus(401)(error),
      ),
    { timeoutMs: SOON_MS },
  );
  const left = await person.page.identity.sessions();
  assert.deepEqual(
    left.map(({ current }) => current),
    [true],
  );
  assert.equal((await stranger.client.identity.sessions()).length, 2, 'nobody else is concerned');
});

scenario('an account gets another role, and tokens of the former one are refused', async (platform) => {
  const { account, client: admin } = await administratorOf(platform);
  const person = await registerAccount(platform);
  const { id } = person.account;
  const former = await person.client.accessToken();
  await person.client.videos.create({ title: 'As a creator' });
  assert.equal((await admin.admin.updateAccount(id, { role: 'viewer' })).role, 'viewer');
  await eventually(
    'the token of a creator is refused everywhere',
    async () => {
      const paths = ['/me', '/me/channels', '/me/videos', '/me/storage'];
      const ask = (path: string) => statusOf(request(`${platform.url}/api/v1${path}`, { token: former ?? '' }));
      return (await Promise.all(paths.map(ask))).every((status) => status === 401);
    },
    { timeoutMs: SOON_MS },
  );
  assert.equal((await person.client.identity.me()).role, 'viewer', 'the session goes on as a viewer');
  await assert.rejects(person.client.videos.create({ title: 'As a viewer' }), isStatus(403));
  const raise = () => person.client.admin.updateAccount(id, { role: 'admin' });
  await assert.rejects(raise, isStatus(403));
  await assert.rejects(person.client.admin.accounts(), isStatus(403));
  await admin.admin.updateAccount(id, { role: 'creator' });
  assert.equal((await person.client.identity.me()).role, 'creator');
  // The token of the viewer is refused within a second; the next one is a creator's.
  const again = () => person.client.videos.create({ title: 'Again' });
  await eventually('a creator publishes again', () => again().catch((error: unknown) => !isStatus(403)(error)), {
    timeoutMs: SOON_MS,
  });

  await assert.rejects(
    admin.admin.updateAccount(account.id, { role: 'creator' }),
    isCode('identity.last_administrator'),
  );
  await assert.rejects(admin.admin.updateAccount('nobody', { role: 'creator' }), isCode('identity.account_not_found'));
  const find = async (search: string) => (await admin.admin.accounts({ search })).items.map(({ email }) => email);
  assert.deepEqual(await find(person.email.toUpperCase()), [person.email]);
  assert.deepEqual(await find(person.email.replace('@', '%')), [], 'what is searched is no pattern');
});

scenario('a refresh token that is used again revokes its session', async (platform) => {
  const { tokens } = await registerAccount(platform);
  const refresh = (refreshToken: string) =>
    request(`${platform.url}/api/v1/tokens/refresh`, { method: 'POST', json: { refreshToken } });
  const first = (await (await refresh(tokens.refreshToken)).json()) as { refreshToken: string; accessToken: string };
  const repeated = (await (await refresh(tokens.refreshToken)).json()) as { refreshToken: string };
  assert.equal(repeated.refreshToken, first.refreshToken, 'a lost answer can be asked for again');
  await outlast(platform);
  await assertProblem(await refresh(tokens.refreshToken), 401, 'identity.refresh_token_invalid');
  await assertProblem(await refresh(first.refreshToken), 401, 'identity.refresh_token_invalid');
  await eventually(
    'its access token is refused',
    async () => (await statusOf(request(`${platform.url}/api/v1/me`, { token: first.accessToken }))) === 401,
    { timeoutMs: SOON_MS },
  );
});

scenario('passwords cannot be tried without end', async (platform) => {
  const person = await registerAccount(platform);
  const other = await registerAccount(platform);
  const attempt = (email: string, password: string, forwarded: string) =>
    request(`${platform.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { origin: platform.url, 'x-forwarded-for': forwarded },
      json: { email, password },
    });
  const statuses: number[] = [];
  for (let count = 0; count < 18; count++)
    statuses.push(await statusOf(attempt(person.email, 'wrong password', `203.0.113.${count}`)));
  assert.deepEqual(statuses, [...Array(15).fill(401), 429, 429, 429], 'forged addresses change nothing');
  const right = await attempt(person.email, person.password, '203.0.113.99');
  assert.ok(Number(right.headers.get('retry-after')) > 0, 'it says how long to wait');
  await assertProblem(right, 429, 'identity.too_many_attempts');
  assert.equal(await statusOf(attempt(other.email, other.password, '')), 201, 'others can log in');
});

scenario('a known and an unknown address get the same answer', async (platform) => {
  const person = await registerAccount(platform);
  const attempt = async (email: string) => {
    const answer = await request(`${platform.url}/api/v1/sessions`, {
      method: 'POST',
      headers: { origin: platform.url },
      json: { email, password: 'not the password' },
    });
    const { requestId, ...problem } = (await answer.json()) as Record<string, unknown>;
    assert.ok(requestId);
    return { status: answer.status, problem };
  };
  assert.deepEqual(await attempt(person.email), await attempt('nobody@example.org'));
});

scenario('pages of other sites cannot act for a person', async (platform) => {
  const person = await registerAccount(platform);
  const cookie = [...person.jar.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const foreign = { cookie, origin: 'https://evil.example' };
  const body = { email: 'x@example.org', password: 'a long pass phrase', displayName: 'X' };
  const attempts: [string, string, unknown][] = [
    ['POST', '/tokens/access', undefined],
    ['POST', '/accounts', body],
    ['POST', '/sessions', { email: person.email, password: person.password }],
    ['DELETE', '/sessions/current', undefined],
  ];
  for (const [method, path, json] of attempts) {
    const answer = await request(`${platform.url}/api/v1${path}`, {
      method,
      headers: foreign,
      ...(json ? { json } : {}),
    });
    assert.ok([401, 403].includes(answer.status), `${method} ${path} answers ${answer.status}`);
    await answer.body?.cancel();
  }
  assert.ok(await person.page.accessToken(), 'the session is still there');
  // A cookie alone is no permission for what needs a bearer token.
  assert.equal(
    await statusOf(
      request(`${platform.url}/api/v1/videos`, {
        method: 'POST',
        headers: { cookie, origin: platform.url },
        json: { title: 'x' },
      }),
    ),
    401,
  );
});

/** The grace time for a repeated refresh token, as if it had passed. */
async function outlast(platform: TestPlatform): Promise<void> {
  await platform.query(
    `update identity.refresh_tokens set replaced_at = replaced_at - interval '2 minutes' where replaced_at is not null`,
  );
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.status === status;
}
