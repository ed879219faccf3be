import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { IdentityContext } from '../src/context.ts';
import { hashPassword } from '../src/domain/password.ts';
import { identity } from '../src/index.ts';

let service: ServiceAlone<unknown>;
before(async () => {
  service = await startServiceAlone({ service: identity });
});
after(() => service?.stop());

let people = 0;
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${service.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: service.url, ...headers },
    body: JSON.stringify(body),
  });
async function register() {
  people++;
  const person = {
    email: `Person${people}@example.org`,
    password: 'eleven hulls on a slip',
    displayName: `Person ${people}`,
  };
  const answer = await post('/accounts', person);
  assert.equal(answer.status, 201);
  return { ...person, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
}
async function code(answer: Response): Promise<string> {
  return ((await answer.json()) as { code: string }).code;
}

test('a session cookie is out of reach of scripts and buys access tokens', async () => {
  const answer = await post('/accounts', {
    email: 'a@example.org',
    password: 'eleven hulls on a slip',
    displayName: 'Ann',
  });
  const cookie = answer.headers.get('set-cookie') ?? '';
  assert.match(cookie, /^kinora=kns_[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
  const token = await post('/tokens/access', {}, { cookie: cookie.split(';')[0] ?? '' });
  assert.equal(token.status, 200);
  const { accessToken } = (await token.json()) as { accessToken: string };
  const me = await fetch(`${service.url}/api/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } });
  assert.equal(((await me.json()) as { email: string }).email, 'a@example.org');
});

test('a wish for a handle follows the rules of handles', async () => {
  const person = { email: 'h@example.org', password: 'eleven hulls on a slip', displayName: 'H' };
  assert.equal((await post('/accounts', { ...person, handle: '../x' })).status, 422);
  assert.equal((await post('/accounts', { ...person, handle: 'harbour' })).status, 201);
});

test('an e-mail address registers once, in whatever case', async () => {
  const { email, password } = await register();
  const again = await post('/accounts', { email: email.toUpperCase(), password, displayName: 'Another' });
  assert.equal(again.status, 409);
  assert.equal(await code(again), 'identity.email_taken');
});

test('weak passwords and wrong fields are explained', async () => {
  const weak = await post('/accounts', { email: 'w@example.org', password: 'short', displayName: 'W' });
  assert.equal(await code(weak), 'identity.weak_password');
  const wrong = await post('/accounts', { email: 'nobody', password: 'eleven hulls on a slip', displayName: '' });
  assert.equal(wrong.status, 422);
  const { errors } = (await wrong.json()) as { errors: { path: string }[] };
  assert.deepEqual(errors.map(({ path }) => path).sort(), ['displayName', 'email']);
});

test('nothing that comes with the body makes an administrator', async () => {
  const answer = await post('/accounts', {
    email: 'r@example.org',
    password: 'eleven hulls on a slip',
    displayName: 'R',
    role: 'admin',
  });
  assert.equal(((await answer.json()) as { account: { role: string } }).account.role, 'creator');
  const forged = await post('/accounts', {
    email: 'f@example.org',
    password: 'eleven hulls on a slip',
    displayName: 'F',
    setupToken: 'setup_x',
  });
  assert.equal(await code(forged), 'identity.setup_token_invalid');
});

test('mutations by cookie from another site are refused', async () => {
  const { cookie, email, password } = await register();
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
    assert.equal((await post('/tokens/access', {}, { cookie, ...headers })).status, 403);
    assert.equal((await post('/sessions', { email, password }, headers)).status, 403);
  }
});

test('a known and an unknown address get the same answer', async () => {
  const { email } = await register();
  const known = await post('/sessions', { email, password: 'not the password' });
  const unknown = await post('/sessions', { email: 'nobody@example.org', password: 'not the password' });
  assert.equal(known.status, unknown.status);
  const [a, b] = [(await known.json()) as Record<string, unknown>, (await unknown.json()) as Record<string, unknown>];
  assert.deepEqual({ ...a, requestId: '' }, { ...b, requestId: '' });
});

test('guessing is limited per account and address', async () => {
  const { email, password } = await register();
  for (let i = 0; i < 15; i++)
    assert.equal((await post('/sessions', { email, password: `guess number ${i}` })).status, 401);
  const limited = await post('/sessions', { email, password });
  assert.equal(limited.status, 429);
  assert.ok(Number(limited.headers.get('retry-after')) > 0);
  const forwarded = await post('/sessions', { email, password }, { 'x-forwarded-for': '203.0.113.9' });
  assert.equal(forwarded.status, 429, 'a forged address does not help');
});

test('guessing the present password to change it is limited like logging in', async () => {
  const { cookie, email, password } = await register();
  const { accessToken } = (await (await post('/tokens/access', {}, { cookie })).json()) as { accessToken: string };
  const change = (currentPassword: string) =>
    post(
      '/me/password',
      { currentPassword, newPassword: 'nine planks and a keel' },
      { authorization: `Bearer ${accessToken}` },
    );
  for (let i = 0; i < 15; i++) assert.equal(await code(await change(`guess ${i}`)), 'identity.wrong_password');
  assert.equal((await change(password)).status, 429);
  assert.equal((await post('/sessions', { email, password })).status, 429);
});

test('of several changes of a password at the same time one counts', async () => {
  const { cookie, email, password } = await register();
  const { accessToken } = (await (await post('/tokens/access', {}, { cookie })).json()) as { accessToken: string };
  const wishes = Array.from({ length: 5 }, (_, index) => `nine planks and keel ${index}`);
  const answers = await Promise.all(
    wishes.map((newPassword) =>
      post('/me/password', { currentPassword: password, newPassword }, { authorization: `Bearer ${accessToken}` }),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [200, 422, 422, 422, 422]);
  const chosen = wishes[statuses.indexOf(200)];
  assert.equal((await post('/sessions', { email, password: chosen })).status, 201);
});

test('nobody comes in with a password that is being changed', async () => {
  const { email, password } = await register();
  const { accounts, sessions } = service.context as IdentityContext;
  const checked = await accounts.findByEmail(email);
  assert.ok(checked);
  await sessions.changePassword({
    accountId: checked.id,
    sessionId: '',
    from: checked.password_hash,
    to: await hashPassword('nine planks and a keel'),
    site: { name: 'Kinora', url: 'http://localhost' },
  });
  // Its password was right when it was checked.
  const late = () => sessions.openBrowserSession(checked, { userAgent: '', address: '' });
  await assert.rejects(late, { code: 'identity.wrong_credentials' });
  assert.equal((await post('/sessions', { email, password })).status, 401);
});

test('logging out ends the session everywhere', async () => {
  const { cookie } = await register();
  const out = await fetch(`${service.url}/api/v1/sessions/current`, {
    method: 'DELETE',
    headers: { cookie, origin: service.url },
  });
  assert.equal(out.status, 204);
  assert.equal((await post('/tokens/access', {}, { cookie })).status, 401);
  assert.equal((await post('/tokens/access', {})).status, 204, 'a visitor has nothing to buy with');
});

test('a refresh token rotates, a quick repeat gets the same successor, a late one ends the session', async () => {
  const { email, password } = await register();
  const first = (await (await post('/tokens', { email, password })).json()) as { refreshToken: string };
  const second = (await (await post('/tokens/refresh', first)).json()) as { refreshToken: string };
  const repeated = (await (await post('/tokens/refresh', first)).json()) as { refreshToken: string };
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.equal(repeated.refreshToken, second.refreshToken);

  const engine = await service.engines.database.open<{ refresh_tokens: { replaced_at: Date | null } }>({
    service: 'identity',
    maxConnections: 1,
  });
  await engine.query
    .updateTable('refresh_tokens')
    .set({ replaced_at: new Date(Date.now() - 120_000) })
    .where('replaced_at', 'is not', null)
    .execute();
  await engine.close();
  assert.equal((await post('/tokens/refresh', first)).status, 401);
  assert.equal((await post('/tokens/refresh', second)).status, 401, 'the thief and the owner are both out');
});

test('devices that refresh their tokens while all are logged out wait for nobody', async () => {
  const { cookie, email, password } = await register();
  const { accessToken } = (await (await post('/tokens/access', {}, { cookie })).json()) as { accessToken: string };
  for (let round = 0; round < 5; round++) {
    const devices = await Promise.all(
      Array.from(
        { length: 6 },
        async () => (await (await post('/tokens', { email, password })).json()) as { refreshToken: string },
      ),
    );
    const refreshes = devices.map((device) => post('/tokens/refresh', device));
    const ends = [1, 2].map(() =>
      fetch(`${service.url}/api/v1/sessions`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${accessToken}` },
      }),
    );
    for (const end of await Promise.all(ends)) assert.equal(end.status, 200);
    for (const { status } of await Promise.all(refreshes)) assert.ok([200, 401].includes(status), `${status}`);
  }
});

test('keys rotate and tokens of the former key stay good until they expire', async () => {
  const { cookie } = await register();
  const before = (await (await post('/tokens/access', {}, { cookie })).json()) as { accessToken: string };
  await (service.context as { signingKeys: { rotate(): Promise<void> } }).signingKeys.rotate();
  const after = (await (await post('/tokens/access', {}, { cookie })).json()) as { accessToken: string };
  const kid = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
  assert.notEqual(kid(before.accessToken), kid(after.accessToken));
  const { keys } = (await (await fetch(`${service.url}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string; d?: string }[];
  };
  assert.ok(
    keys.some((key) => key.kid === kid(before.accessToken)) && keys.some((key) => key.kid === kid(after.accessToken)),
  );
  assert.ok(
    keys.every((key) => key.d === undefined),
    'no private key is published',
  );
  const me = await fetch(`${service.url}/api/v1/me`, { headers: { authorization: `Bearer ${before.accessToken}` } });
  assert.equal(me.status, 200);
});
