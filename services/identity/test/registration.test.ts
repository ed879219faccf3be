import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@kinora/testing';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

const NEW_PASSWORD = 'nine planks and a keel';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

const me = async (person: TestPerson) =>
  json<{ email: string; emailVerified: boolean; role: string }>(await person.ask('GET', '/me'));
const logIn = (email: string, password: string) => outcome(site.ask('POST', '/sessions', { email, password }));
const roleOf = async (person: TestPerson): Promise<string> => {
  const bought = await site.ask('POST', '/tokens/access', {}, { cookie: person.cookie });
  const { accessToken } = await json<{ accessToken: string }>(bought);
  const claims = Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(claims) as { role: string }).role;
};

test('an address is confirmed by the link that was sent to it, once', async () => {
  const person = await site.register();
  assert.equal((await me(person)).emailVerified, false);
  const first = await site.linkFor(person.email, 'verify-address');
  assert.equal(await outcome(person.ask('POST', '/me/email/verification')), '202');
  const second = await site.linkFor(person.email, 'verify-address');
  const open = (token: string) => outcome(site.ask('POST', '/email-verifications', { token }));
  assert.equal(await open(first), '422 identity.link_invalid', 'a newer one took its place');
  assert.equal(await open(`${second}x`), '422 identity.link_invalid');
  const answers = await Promise.all([open(second), open(second), open(second)]);
  assert.deepEqual(answers.sort(), ['200', '422 identity.link_invalid', '422 identity.link_invalid']);
  assert.equal((await me(person)).emailVerified, true);
  assert.equal(await outcome(person.ask('POST', '/me/email/verification')), '409 identity.address_verified');
});

test('another address counts once its link is opened, and the former one is told before', async () => {
  const person = await site.register();
  const email = 'elsewhere@example.org';
  const change = (currentPassword: string) => outcome(person.ask('POST', '/me/email', { email, currentPassword }));
  assert.equal(await change('a guess'), '422 identity.wrong_password');
  assert.deepEqual(await site.mailsTo(email), []);
  assert.equal(await change(PASSWORD), '202');
  assert.equal((await me(person)).email, person.email);
  assert.deepEqual(
    (await site.mailsTo(person.email)).map(({ kind }) => kind),
    ['address-changing', 'verify-address'],
  );
  const token = await site.linkFor(email, 'new-address');
  await site.ask('POST', '/password-resets', { email: person.email });
  const reset = await site.linkFor(person.email, 'password-reset');
  assert.equal(await outcome(site.ask('POST', '/email-verifications', { token })), '200');
  assert.deepEqual([(await me(person)).email, (await me(person)).emailVerified], [email, true]);
  assert.equal(await logIn(person.email, PASSWORD), '401 identity.wrong_credentials');
  const late = site.ask('POST', '/password-resets/confirmation', { token: reset, newPassword: NEW_PASSWORD });
  assert.equal(await outcome(late), '422 identity.link_invalid', 'who has the former mailbox gets in no more');
  const former = await site.linkFor(person.email, 'verify-address');
  assert.equal(await outcome(site.ask('POST', '/email-verifications', { token: former })), '422 identity.link_invalid');
});

test('an address that somebody else has cannot be taken, and a new password ends a change under way', async () => {
  const [person, other] = [await site.register(), await site.register()];
  await person.ask('POST', '/me/email', { email: other.email.toUpperCase(), currentPassword: PASSWORD });
  const token = await site.linkFor(other.email.toUpperCase(), 'new-address');
  assert.equal(await outcome(site.ask('POST', '/email-verifications', { token })), '409 identity.email_taken');
  await person.ask('POST', '/me/email', { email: 'thief@example.org', currentPassword: PASSWORD });
  const stolen = await site.linkFor('thief@example.org', 'new-address');
  await person.ask('POST', '/me/password', { currentPassword: PASSWORD, newPassword: NEW_PASSWORD });
  assert.equal(await outcome(site.ask('POST', '/email-verifications', { token: stolen })), '422 identity.link_invalid');
  assert.equal((await site.mailsTo(person.email))[0]?.kind, 'password-changed');
});

test('of several who would like the same address at the same moment one gets it', async () => {
  for (let round = 0; round < 4; round++) {
    const email = `wanted${round}@example.org`;
    const people = await Promise.all([site.register(), site.register(), site.register()]);
    const tokens: string[] = [];
    for (const person of people) {
      await person.ask('POST', '/me/email', { email, currentPassword: PASSWORD });
      tokens.push(await site.linkFor(email, 'new-address'));
    }
    const opened = tokens.map((token) => outcome(site.ask('POST', '/email-verifications', { token })));
    const taken = '409 identity.email_taken';
    assert.deepEqual((await Promise.all(opened)).sort(), ['200', taken, taken]);
  }
});

test('a forgotten password is replaced once, by who has the address, and everybody is logged out', async () => {
  const person = await site.register();
  const request = (email: string) => outcome(site.ask('POST', '/password-resets', { email }));
  const confirm = (token: string, newPassword = NEW_PASSWORD) =>
    outcome(site.ask('POST', '/password-resets/confirmation', { token, newPassword }));
  assert.equal(await request(person.email.toUpperCase()), '202');
  const token = await site.linkFor(person.email, 'password-reset');
  const kept = JSON.stringify(await site.rows("select purpose, encode(token_hash, 'escape') as hash from links"));
  assert.ok(!kept.includes(token), 'its hash alone is kept');
  assert.equal(await outcome(site.ask('POST', '/email-verifications', { token })), '422 identity.link_invalid');
  assert.equal(await confirm(token, 'short'), '422 identity.weak_password');
  assert.equal(await confirm(token), '200');
  assert.equal(await confirm(token), '422 identity.link_invalid');
  assert.equal((await site.ask('POST', '/tokens/access', {}, { cookie: person.cookie })).status, 401);
  assert.equal(await logIn(person.email, PASSWORD), '401 identity.wrong_credentials');
  assert.equal(await logIn(person.email, NEW_PASSWORD), '201');
  assert.equal((await site.mailsTo(person.email))[0]?.kind, 'password-changed');

  await request(person.email);
  await eventually('it is answered', async () => (await site.rows('select 1 from reset_requests')).length === 0);
  const late = await site.linkFor(person.email, 'password-reset');
  await site.rows(`update links set expires_at = now() where purpose = 'reset'`);
  assert.equal(await confirm(late), '422 identity.link_invalid');
});

test('asking for a new password shows to nobody whether there is an account, and fills no mailbox', async () => {
  const person = await site.register();
  const request = async (email: string) => {
    const answer = await site.ask('POST', '/password-resets', { email });
    return { status: answer.status, text: await answer.text() };
  };
  const engine = await site.service.engines.database.open({ service: 'identity', maxConnections: 1 });
  try {
    await engine.transaction(async (transaction) => {
      // Who cannot look at accounts cannot answer differently, nor in another time.
      const { sql } = await import('kysely');
      await sql`lock table accounts, links in access exclusive mode`.execute(transaction);
      const answers = await Promise.all([person.email, 'unknown@example.org'].map(request));
      assert.deepEqual(answers[0], answers[1]);
      assert.equal(answers[0]?.status, 202);
    });
  } finally {
    await engine.close();
  }
  for (let count = 0; count < 6; count++) await request(person.email);
  await eventually('all are answered', async () => (await site.rows('select 1 from reset_requests')).length === 0);
  const sent = (await site.mailsTo(person.email)).filter(({ kind }) => kind === 'password-reset');
  assert.equal(sent.length, 3);
  assert.deepEqual(await site.mailsTo('unknown@example.org'), []);
});

test('links in mail lead where an administrator found this site, whatever Host somebody writes', async () => {
  const { request } = await import('node:http');
  const person = await site.register();
  await new Promise<void>((resolve, reject) => {
    const body = JSON.stringify({ email: person.email });
    const headers = { host: 'evil.example', 'content-type': 'application/json', 'content-length': body.length };
    request(`${site.service.url}/api/v1/password-resets`, { method: 'POST', headers }, (answer) => {
      answer.resume().on('end', resolve);
    })
      .on('error', reject)
      .end(body);
  });
  await site.linkFor(person.email, 'password-reset');
  const [mail] = await site.mailsTo(person.email);
  assert.ok(mail?.text.includes(`${site.service.url}/reset#link_`), mail?.text);
  assert.ok(!`${mail?.text}${mail?.html}`.includes('evil.example'));
  const links = async () => (await json<{ links: object }>(await site.admin.ask('GET', '/admin/instance'))).links;
  assert.deepEqual(await links(), { address: site.service.url, isFixed: false });
  await site.rows(`update instance set address = 'http://elsewhere.example'`);
  assert.deepEqual(await links(), { address: 'http://elsewhere.example', isFixed: false });
  await site.admin.ask('PATCH', '/admin/instance', {});
  assert.deepEqual(await links(), { address: site.service.url, isFixed: false });
});

test('where addresses are to be confirmed first, creators watch until then', async () => {
  const person = await site.register();
  assert.equal(await roleOf(person), 'creator');
  await site.admin.ask('PATCH', '/admin/instance', { verifyToUpload: true });
  assert.equal(await roleOf(person), 'viewer');
  assert.equal(await roleOf(site.admin), 'admin', 'who looks after the site is not locked out');
  const token = await site.linkFor(person.email, 'verify-address');
  await site.ask('POST', '/email-verifications', { token });
  assert.equal(await roleOf(person), 'creator');
  await site.admin.ask('PATCH', '/admin/instance', { verifyToUpload: false });
});

test('registrations wait to be accepted where the site says so', async () => {
  await site.admin.ask('PATCH', '/admin/instance', { registration: 'approval' });
  const wish = (email: string) =>
    site.ask('POST', '/accounts', { email, password: PASSWORD, displayName: 'Waiting', handle: 'waiting' });
  for (const email of ['yes@example.org', 'no@example.org']) {
    const answer = await wish(email);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.equal(await logIn(email, PASSWORD), '403 identity.awaiting_approval');
    assert.equal(await logIn(email, 'a guess'), '401 identity.wrong_credentials', 'a stranger learns nothing');
  }
  const waiting = async () =>
    (
      await json<{ items: { id: string; email: string }[] }>(
        await site.admin.ask('GET', '/admin/accounts?state=waiting'),
      )
    ).items;
  const [yes, no] = await waiting();
  assert.ok(yes && no);
  const events = () => site.rows<{ type: string }>(`select type from outbox where key in ('${yes.id}', '${no.id}')`);
  assert.deepEqual(await events(), [], 'nobody has heard of them');
  const decide = (id: string, body: object) => outcome(site.admin.ask('POST', `/admin/accounts/${id}/decision`, body));
  assert.equal(await decide(yes.id, { accept: true }), '204');
  assert.equal(await decide(yes.id, { accept: true }), '409 identity.not_waiting');
  assert.equal(await decide(no.id, { accept: false, reason: 'We do not know you.' }), '204');
  assert.deepEqual(await waiting(), []);
  assert.equal(await logIn('yes@example.org', PASSWORD), '201');
  assert.equal(await logIn('no@example.org', PASSWORD), '401 identity.wrong_credentials');
  assert.match((await site.mailsTo('no@example.org'))[0]?.text ?? '', /We do not know you\./);
  assert.equal((await site.mailsTo('yes@example.org'))[0]?.kind, 'account-approved');
  assert.equal((await wish('no@example.org')).status, 202, 'the address may register again');
  await site.admin.ask('PATCH', '/admin/instance', { registration: 'open' });
});

test('thirty are invited by one list to a site that is closed, each link works once', async () => {
  await site.admin.ask('PATCH', '/admin/instance', { registration: 'closed' });
  const body = { password: PASSWORD, displayName: 'Guest' };
  const closed = outcome(site.ask('POST', '/accounts', { ...body, email: 'guest@example.org' }));
  assert.equal(await closed, '403 identity.registration_closed');
  const guests = Array.from({ length: 30 }, (_, index) => `guest${index}@example.org`);
  const list = [
    ...guests.map((guest, index) => (index % 2 ? guest : `Guest ${index} <${guest}>`)),
    'no address',
    'admin@example.org',
  ];
  const invite = async (addresses: string, more: object = {}) =>
    json<{ invited: { id: string; email: string }[]; members: string[]; wrong: string[] }>(
      await site.admin.ask('POST', '/admin/invitations', { addresses, ...more }),
    );
  const answer = await invite(list.join('\n'));
  assert.deepEqual(
    answer.invited.map(({ email }) => email),
    guests,
  );
  assert.deepEqual([answer.members, answer.wrong], [['admin@example.org'], ['no address']]);

  const [first = '', second = '', third = ''] = guests;
  const token = await site.linkFor(first, 'invitation');
  const looked = await json(await site.ask('POST', '/invitations/lookup', { token }));
  assert.deepEqual(looked, { email: first, role: 'creator', invitedBy: 'Head' });
  const accept = (invitationToken: string, email = first) =>
    outcome(site.ask('POST', '/accounts', { ...body, email, invitationToken }));
  assert.equal(await accept(token), '201');
  assert.equal(await accept(token, 'again@example.org'), '422 identity.invitation_invalid');
  const [row] = await site.rows<{ email_verified_at: Date | null }>(`select * from accounts where email = '${first}'`);
  assert.ok(row?.email_verified_at, 'who has the link has the address');

  const withdrawn = await site.linkFor(second, 'invitation');
  const id = answer.invited.find(({ email }) => email === second)?.id;
  assert.equal(await outcome(site.admin.ask('DELETE', `/admin/invitations/${id}`)), '204');
  assert.equal(
    await outcome(site.admin.ask('DELETE', `/admin/invitations/${id}`)),
    '404 identity.invitation_not_found',
  );
  assert.equal(await accept(withdrawn, second), '422 identity.invitation_invalid');

  const before = await site.linkFor(third, 'invitation');
  await invite(third, { role: 'moderator', days: 1 });
  assert.equal(await accept(before, third), '422 identity.invitation_invalid', 'the newer one counts');
  const newer = await site.linkFor(third, 'invitation');
  await site.rows(`update invitations set expires_at = now() where email = '${third}'`);
  assert.equal(await accept(newer, third), '422 identity.invitation_invalid');
  await invite(third, { role: 'moderator' });
  const guest = await site.register('other.address@example.org', {
    invitationToken: await site.linkFor(third, 'invitation'),
  });
  assert.deepEqual([(await me(guest)).role, (await me(guest)).emailVerified], ['moderator', false]);
  await site.admin.ask('PATCH', '/admin/instance', { registration: 'open' });
});

test('nobody asks for links without end', async () => {
  const attempts: [path: string, body: object, most: number][] = [
    ['/password-resets', { email: 'unknown@example.org' }, 30],
    ['/email-verifications', { token: 'link_none' }, 200],
    // Those that are refused count as well.
    ['/accounts', { email: 'unknown@example.org', password: 'short', displayName: 'Nobody' }, 100],
  ];
  const person = await site.register();
  for (const [path, body, most] of attempts) {
    let asked = 0;
    while (asked <= most && (await outcome(site.ask('POST', path, body))) !== '429 identity.too_many_attempts') asked++;
    assert.ok(asked <= most, `${path} was answered ${asked} times`);
  }
  const again = () => outcome(person.ask('POST', '/me/email/verification'));
  const answers: string[] = [];
  for (let count = 0; count < 11; count++) answers.push(await again());
  assert.deepEqual(answers.slice(9), ['202', '429 identity.too_many_attempts']);
});
