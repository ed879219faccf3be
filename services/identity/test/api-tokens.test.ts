import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

const MISSING = '403 kernel.scope_missing';
const REFUSED = '401 kernel.unauthenticated';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

interface Made {
  id: string;
  token: string;
}

const wish = (more: Record<string, unknown> = {}) => ({
  name: 'Backup',
  scopes: ['read'],
  days: 30,
  proof: { password: PASSWORD },
  ...more,
});

async function make(person: TestPerson, more: Record<string, unknown> = {}): Promise<Made> {
  const answer = await person.ask('POST', '/me/tokens', wish(more));
  assert.equal(answer.status, 201, await answer.clone().text());
  return json<Made>(answer);
}

const as = (token: string, method: string, path: string, body?: unknown) =>
  outcome(site.ask(method, path, body, { authorization: `Bearer ${token}` }));

test('a token says who somebody is, is shown once, and is kept as a hash', async () => {
  const person = await site.register();
  const { token, id } = await make(person);
  assert.match(token, /^kin_[\w-]{43}$/);
  const me = await site.ask('GET', '/me', undefined, { authorization: `Bearer ${token}` });
  assert.equal((await json<{ email: string }>(me)).email, person.email);
  const listed = await (await person.ask('GET', '/me/tokens')).text();
  assert.ok(!listed.includes(token));
  const [row] = (JSON.parse(listed) as { items: { id: string; lastUsedAt: string; expiresAt: string }[] }).items;
  assert.equal(row?.id, id);
  assert.ok(row.lastUsedAt);
  const days = (Date.parse(row.expiresAt) - Date.now()) / 86_400_000;
  assert.ok(days > 29.9 && days < 30.1);
  const [kept] = await site.rows<{ text: string }>('select row_to_json(t)::text as text from api_tokens t limit 1');
  assert.ok(kept && !kept.text.includes(token));
  assert.equal((await site.mailsTo(person.email))[0]?.kind, 'security-changed');
});

test('whoever finds an open screen makes no token, and nobody is made more than they are', async () => {
  const person = await site.register();
  const refused = {
    'with another password': [{ proof: { password: 'not mine at all' } }, '422 identity.wrong_password'],
    'without a proof': [{ proof: undefined }, '422 kernel.validation_failed'],
    'without a scope': [{ scopes: [] }, '422 kernel.validation_failed'],
    'with an unknown scope': [{ scopes: ['all'] }, '422 kernel.validation_failed'],
    'that only says who somebody is': [{ scopes: ['openid'] }, '422 kernel.validation_failed'],
    'with a role': [{ role: 'admin' }, '422 kernel.validation_failed'],
    'for another account': [{ accountId: site.admin.id }, '422 kernel.validation_failed'],
    'for other days': [{ days: 31 }, '422 kernel.validation_failed'],
  } as const;
  for (const [what, [more, expected]] of Object.entries(refused))
    assert.equal(await outcome(person.ask('POST', '/me/tokens', wish(more))), expected, what);
  const { token } = await make(person, { scopes: ['read', 'upload', 'manage', 'admin'] });
  assert.equal(await as(token, 'GET', '/admin/accounts'), '403 kernel.forbidden');
});

test('no token reaches how somebody logs in, not even with every scope', async () => {
  const { token } = await make(site.admin, { scopes: ['read', 'upload', 'manage', 'admin'] });
  assert.equal(await as(token, 'GET', '/admin/accounts'), '200');
  const closed = [
    ['POST', '/me/password'],
    ['POST', '/me/email'],
    ['POST', '/me/totp'],
    ['POST', '/me/passkeys/options'],
    ['GET', '/me/security'],
    ['GET', '/sessions'],
    ['DELETE', '/sessions'],
    ['GET', '/me/tokens'],
    ['POST', '/me/tokens'],
    ['DELETE', '/me/tokens/any'],
    ['PUT', '/admin/mail'],
    ['POST', '/admin/mails/any/reading'],
    ['POST', '/admin/login-providers'],
  ] as const;
  for (const [method, path] of closed)
    assert.equal(await as(token, method, path, method === 'GET' ? undefined : {}), MISSING, `${method} ${path}`);
  const only = await make(site.admin, { scopes: ['manage'] });
  assert.equal(await as(only.token, 'GET', '/admin/accounts'), MISSING);
  assert.equal(await as(only.token, 'PATCH', '/me', { displayName: 'Head' }), '200');
});

test('a token is over when it is revoked, by whom it belongs to', async () => {
  const person = await site.register();
  const { token, id } = await make(person);
  assert.equal(await as(token, 'GET', '/me'), '200');
  assert.equal(await outcome(site.admin.ask('DELETE', `/me/tokens/${id}`)), '404 identity.api_token_not_found');
  assert.equal(await as(token, 'GET', '/me'), '200');
  assert.equal(await outcome(person.ask('DELETE', `/me/tokens/${id}`)), '204');
  await refusedSoon(token);
});

test('a token is over when its time is, when the password changes, and while the account is suspended', async () => {
  const late = await site.register();
  const over = await make(late);
  await site.rows(`update api_tokens set expires_at = now() where id = '${over.id}' returning id`);
  assert.equal(await as(over.token, 'GET', '/me'), REFUSED);

  const changing = await site.register();
  const former = await make(changing, { days: null });
  assert.equal(await as(former.token, 'GET', '/me'), '200');
  const next = 'another dozen hulls on a slip';
  assert.equal(
    await outcome(changing.ask('POST', '/me/password', { currentPassword: PASSWORD, newPassword: next })),
    '200',
  );
  await refusedSoon(former.token);

  const forgetful = await site.register();
  const lost = await make(forgetful, { days: null });
  assert.equal(await as(lost.token, 'GET', '/me'), '200');
  await site.ask('POST', '/password-resets', { email: forgetful.email });
  const link = await site.linkFor(forgetful.email, 'password-reset');
  const chosen = site.ask('POST', '/password-resets/confirmation', { token: link, newPassword: next });
  assert.equal(await outcome(chosen), '200');
  await refusedSoon(lost.token);

  const suspended = await site.register();
  const held = await make(suspended);
  assert.equal(await as(held.token, 'GET', '/me'), '200');
  await site.admin.ask('PUT', `/admin/accounts/${suspended.id}/suspension`, { reason: 'Noise' });
  await refusedSoon(held.token);
  await site.admin.ask('DELETE', `/admin/accounts/${suspended.id}/suspension`);
  assert.equal(await as(held.token, 'GET', '/me'), '200');
});

test('nobody has more than fifty tokens', async () => {
  const person = await site.register();
  await site.rows(
    `insert into api_tokens (id, account_id, name, token_hash, scopes)
     select 'full' || n, '${person.id}', 'x', sha256(('full' || n)::bytea), 'read' from generate_series(1, 49) n returning id`,
  );
  await make(person);
  assert.equal(await outcome(person.ask('POST', '/me/tokens', wish())), '409 identity.too_many_api_tokens');
});

async function refusedSoon(token: string): Promise<void> {
  const until = Date.now() + 1000;
  let last = '';
  while (Date.now() < until) {
    last = await as(token, 'GET', '/me');
    if (last === REFUSED) return;
  }
  assert.equal(last, REFUSED, 'within a second');
}
