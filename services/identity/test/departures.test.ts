import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@kinora/testing';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

const logIn = (email: string) => outcome(site.ask('POST', '/sessions', { email, password: PASSWORD }));
const leave = (person: TestPerson) => outcome(person.ask('POST', '/me/deletion', { password: PASSWORD }));
const isThere = async ({ id }: TestPerson) => (await site.rows(`select 1 from accounts where id = '${id}'`)).length > 0;
const runOut = async (person: TestPerson) => {
  await site.rows(`update accounts set leaves_at = now() where id = '${person.id}'`);
  await eventually('the account is removed', async () => !(await isThere(person)));
};
const kindsTo = async (email: string) => (await site.mailsTo(email)).map(({ kind }) => kind);

test('the last mail is gone as soon as it was sent', async () => {
  const taken = await site.connectMail();
  const person = await site.register();
  await leave(person);
  await runOut(person);
  await eventually('the farewell is sent', async () =>
    taken.some(({ to, subject }) => to === person.email && subject.includes('is deleted')),
  );
  await eventually('its address is not known any more', async () => (await kindsTo(person.email)).length === 0);
  assert.equal(await logIn(person.email), '401 identity.wrong_credentials');
  await site.register(person.email);
});

test('leaving takes the password, ends all sessions and can be taken back', async () => {
  const person = await site.register();
  assert.equal(
    await outcome(person.ask('POST', '/me/deletion', { password: 'a guess' })),
    '422 identity.wrong_password',
  );
  assert.equal(await outcome(person.ask('POST', '/me/deletion', {})), '422 kernel.validation_failed');
  assert.equal(await leave(person), '202');
  assert.equal(
    await outcome(site.ask('POST', '/tokens/access', {}, { cookie: person.cookie })),
    '401 identity.no_session',
  );
  const answer = await site.ask('POST', '/sessions', { email: person.email, password: PASSWORD });
  const { account } = await json<{ account: { leavesAt: string | null } }>(answer);
  assert.ok(account.leavesAt);
  const back = { ...person, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' };
  const token = async () => {
    const bought = await site.ask('POST', '/tokens/access', {}, { cookie: back.cookie });
    return (await json<{ accessToken: string }>(bought)).accessToken;
  };
  const roleOf = (text: string) =>
    (JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as { role: string }).role;
  const first = await token();
  assert.equal(roleOf(first), 'viewer');
  const stay = await site.ask('DELETE', '/me/deletion', undefined, { authorization: `Bearer ${first}` });
  assert.equal((await json<{ leavesAt: string | null }>(stay)).leavesAt, null);
  assert.equal(roleOf(await token()), 'creator');
  assert.deepEqual((await kindsTo(person.email)).slice(0, 2), ['account-kept', 'account-leaving']);
  assert.ok(await isThere(person));
});

test('of administrators who want to leave at the same time one stays', async () => {
  const other = await site.register();
  assert.equal(await leave(site.admin), '409 identity.last_administrator');
  assert.equal(await outcome(site.admin.ask('PATCH', `/admin/accounts/${other.id}`, { role: 'admin' })), '200');
  const answers = await Promise.all([leave(site.admin), leave(other)]);
  assert.deepEqual(answers.sort(), ['202', '409 identity.last_administrator']);
  // Whoever leaves administers no more: the other one may not be made something else either.
  const stays = (await isLeaving(site.admin)) ? other : site.admin;
  const demote = stays.ask('PATCH', `/admin/accounts/${stays.id}`, { role: 'creator' });
  assert.equal(await outcome(demote), '409 identity.last_administrator');
  await site.rows(`update accounts set leaves_at = null where role = 'admin'`);
  const answer = await site.ask('POST', '/sessions', { email: site.admin.email, password: PASSWORD });
  site.admin = await withCookie(site.admin, answer.headers.get('set-cookie')?.split(';')[0] ?? '');
});

test('an administrator has an account deleted, which its owner cannot take back, and administrators can', async () => {
  const person = await site.register();
  const decide = (as: TestPerson, id: string) =>
    outcome(as.ask('PUT', `/admin/accounts/${id}/deletion`, { reason: 'Nothing but advertising' }));
  assert.equal(await decide(person, site.admin.id), '403 kernel.forbidden');
  assert.equal(await decide(site.admin, site.admin.id), '409 identity.not_yourself');
  assert.equal(await decide(site.admin, 'nobody'), '404 identity.account_not_found');
  assert.equal(await decide(site.admin, person.id), '200');
  assert.equal(await logIn(person.email), '403 identity.suspended');
  assert.ok(await isLeaving(person));
  const mailSite = { name: 'Site', url: site.service.url };
  assert.equal(await site.service.context.departures.keep(person.id, mailSite), undefined);
  assert.equal(await outcome(site.admin.ask('DELETE', `/admin/accounts/${person.id}/suspension`)), '200');
  assert.equal(await isLeaving(person), false);
  assert.equal(await logIn(person.email), '201');

  assert.equal(await decide(site.admin, person.id), '200');
  const acts = () =>
    site.rows<{ act: string; subject_name: string | null; after: unknown }>(
      `select act, subject_name, after from audit_log where subject_id = '${person.id}' order by id`,
    );
  assert.deepEqual(
    (await acts()).map(({ act }) => act),
    ['account.deletion-decided', 'account.restored', 'account.deletion-decided'],
  );
  await runOut(person);
  const left = await acts();
  assert.equal(left.length, 3, 'the log keeps what was done');
  assert.deepEqual([...new Set(left.flatMap((act) => [act.subject_name, act.after]))], [null]);
});

test('the log of acts may forget names, and nothing else', async () => {
  const person = await site.register();
  await site.admin.ask('PUT', `/admin/accounts/${person.id}/suspension`, { reason: 'Rude' });
  const change = (what: string) =>
    site.rows(`update audit_log set ${what} where subject_id = '${person.id}'`).then(
      () => 'changed',
      (error: unknown) => String((error as Error).message),
    );
  const refused = 'the audit log is only ever written to';
  for (const what of [
    `act = 'mail.read'`,
    `actor_id = 'somebody'`,
    'subject_id = null',
    `actor_name = 'Somebody'`,
    `address = '203.0.113.1'`,
    `subject_name = 'Somebody'`,
    `after = '{}'`,
    `at = now()`,
  ])
    assert.equal(await change(what), refused, what);
  await assert.rejects(site.rows(`delete from audit_log`), /only ever written/);
  assert.equal(await change(`subject_name = null, after = null, actor_name = '', address = ''`), 'changed');
});

async function isLeaving({ id }: TestPerson): Promise<boolean> {
  const [row] = await site.rows<{ leaves_at: Date | null }>(`select leaves_at from accounts where id = '${id}'`);
  return row?.leaves_at != null;
}

async function withCookie(person: TestPerson, cookie: string): Promise<TestPerson> {
  return {
    ...person,
    cookie,
    async ask(method, path, body) {
      const bought = await site.ask('POST', '/tokens/access', {}, { cookie });
      const { accessToken } = await json<{ accessToken: string }>(bought);
      return site.ask(method, path, body, { authorization: `Bearer ${accessToken}` });
    },
  };
}
