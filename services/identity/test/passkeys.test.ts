import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestAuthenticator } from '@kinora/testing';
import { TOTP } from 'otpauth';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

const ORIGIN = 'https://films.example.org';
const EVIL = 'https://films.example.org.evil.example';
const INVALID = '422 identity.passkey_invalid';

let site: TestSite;
before(async () => {
  site = await startSite({ PUBLIC_URL: ORIGIN });
});
after(() => site?.[Symbol.asyncDispose]());

type CreationOptions = Parameters<TestAuthenticator['create']>[0];
type RequestOptions = Parameters<TestAuthenticator['get']>[0];

async function offerTo(person: TestPerson): Promise<CreationOptions> {
  const answer = await person.ask('POST', '/me/passkeys/options', { password: PASSWORD });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await json<{ options: CreationOptions }>(answer)).options;
}

const add = (person: TestPerson, credential: unknown, name = 'Phone') =>
  person.ask('POST', '/me/passkeys', { name, credential });

async function withPasskey(): Promise<{ person: TestPerson; passkey: TestAuthenticator }> {
  const person = await site.register();
  const passkey = new TestAuthenticator();
  const added = await add(person, passkey.create(await offerTo(person), { origin: ORIGIN }));
  assert.equal(added.status, 201, await added.clone().text());
  return { person, passkey };
}

async function askForOne(): Promise<RequestOptions> {
  return (await json<{ options: RequestOptions }>(await site.ask('POST', '/sessions/passkey/options'))).options;
}

const show = (credential: unknown, headers = {}) => site.ask('POST', '/sessions/passkey', { credential }, headers);

test('a passkey logs in without an address, and without a code of an app', async () => {
  const { person, passkey } = await withPasskey();
  const { secret } = await json<{ secret: string }>(await person.ask('POST', '/me/totp', { password: PASSWORD }));
  await person.ask('POST', '/me/totp/confirmation', { code: new TOTP({ secret }).generate() });
  assert.equal(await outcome(site.ask('POST', '/sessions', { email: person.email, password: PASSWORD })), '202');
  const answer = await show(passkey.get(await askForOne(), { origin: ORIGIN }));
  assert.equal(answer.status, 201, await answer.clone().text());
  assert.match(answer.headers.get('set-cookie') ?? '', /^__Host-kinora=kns_.*; Secure$/);
  assert.equal((await json<{ account: { email: string } }>(answer)).account.email, person.email);
  const { items } = await json<{ items: { name: string; lastUsedAt: string | null }[] }>(
    await person.ask('GET', '/me/passkeys'),
  );
  assert.deepEqual(
    items.map(({ name, lastUsedAt }) => [name, lastUsedAt !== null]),
    [['Phone', true]],
  );
  assert.equal((await site.mailsTo(person.email))[0]?.kind, 'security-changed');
});

test('what was signed counts once, here, for what was asked, with a finger', async () => {
  const { person, passkey } = await withPasskey();
  const good = passkey.get(await askForOne(), { origin: ORIGIN });
  assert.equal(await outcome(show(good)), '201');
  assert.equal(await outcome(show(good)), INVALID, 'it is replayed');
  const attempts = {
    'signed for another site': passkey.get(await askForOne(), { origin: EVIL }),
    'of another relying party': passkey.get(await askForOne(), { origin: ORIGIN, rpId: 'evil.example' }),
    'a challenge of somebody else': passkey.get(
      { ...(await askForOne()), challenge: 'Zm9yZWlnbg' },
      { origin: ORIGIN },
    ),
    'a challenge for adding one': passkey.get(
      { ...(await askForOne()), challenge: (await offerTo(person)).challenge },
      { origin: ORIGIN },
    ),
    'without a finger': passkey.get(await askForOne(), { origin: ORIGIN, verified: false }),
    'in the name of another account': passkey.get(await askForOne(), {
      origin: ORIGIN,
      userHandle: Buffer.from('another').toString('base64url'),
    }),
    'of a passkey that nobody has added': new TestAuthenticator().get(await askForOne(), {
      origin: ORIGIN,
      userHandle: 'eA',
    }),
    'signed by another key': {
      ...new TestAuthenticator().get(await askForOne(), { origin: ORIGIN, userHandle: 'eA' }),
      id: passkey.id,
      rawId: passkey.id,
    },
  };
  for (const [what, credential] of Object.entries(attempts))
    assert.equal(await outcome(show(credential)), INVALID, what);
  const foreign = show(passkey.get(await askForOne(), { origin: ORIGIN }), { origin: EVIL });
  assert.equal(await outcome(foreign), '403 identity.wrong_origin');
  const late = await askForOne();
  await site.rows('update identity.passkey_challenges set expires_at = now()');
  assert.equal(await outcome(show(passkey.get(late, { origin: ORIGIN }))), INVALID);
});

test('a copy shows itself by its counter', async () => {
  const { passkey } = await withPasskey();
  passkey.counter = 10;
  assert.equal(await outcome(show(passkey.get(await askForOne(), { origin: ORIGIN }))), '201');
  passkey.counter = 5;
  assert.equal(await outcome(show(passkey.get(await askForOne(), { origin: ORIGIN }))), INVALID);
  passkey.counter = 20;
  const beside = [await askForOne(), await askForOne()].map((options) => {
    passkey.counter = 20;
    return passkey.get(options, { origin: ORIGIN });
  });
  const answers = await Promise.all(beside.map((credential) => outcome(show(credential))));
  assert.deepEqual(answers.sort(), ['201', INVALID]);
});

test('a passkey is added by who knows the password, with what was asked for, for their own account', async () => {
  const person = await site.register();
  const other = await site.register();
  assert.equal(await outcome(person.ask('POST', '/me/passkeys/options', {})), '422 kernel.validation_failed');
  const wrong = person.ask('POST', '/me/passkeys/options', { password: 'a wrong guess' });
  assert.equal(await outcome(wrong), '422 identity.wrong_password');
  const create = async (where: Partial<Parameters<TestAuthenticator['create']>[1]>) =>
    new TestAuthenticator().create(await offerTo(person), { origin: ORIGIN, ...where });
  const certificate = { format: 'packed', fields: new Map<string, unknown>([['x5c', [new Uint8Array(4)]]]) };
  const attempts = {
    'made for another site': await create({ origin: EVIL }),
    'of another relying party': await create({ rpId: 'evil.example' }),
    'without a finger': await create({ verified: false }),
    'with a certificate': await create({ statement: certificate }),
    'a challenge of somebody else': new TestAuthenticator().create(await offerTo(other), { origin: ORIGIN }),
    'a challenge for logging in': new TestAuthenticator().create(
      { ...(await offerTo(person)), ...(await askForOne()) },
      { origin: ORIGIN },
    ),
  };
  for (const [what, credential] of Object.entries(attempts))
    assert.equal(await outcome(add(person, credential)), INVALID, what);
  const passkey = new TestAuthenticator();
  const good = passkey.create(await offerTo(person), { origin: ORIGIN });
  assert.equal(await outcome(add(person, good)), '201');
  assert.equal(await outcome(add(person, good)), INVALID, 'it is replayed');
  const stolen = passkey.create(await offerTo(other), { origin: ORIGIN });
  assert.equal(await outcome(add(other, stolen)), '409 identity.passkey_present', 'it stays whose it is');
});

test('one of several is removed by its owner with the password, and logs in no more', async () => {
  const { person, passkey } = await withPasskey();
  const second = new TestAuthenticator();
  await add(person, second.create(await offerTo(person), { origin: ORIGIN }), 'Key ring');
  const { items } = await json<{ items: { id: string; name: string }[] }>(await person.ask('GET', '/me/passkeys'));
  assert.deepEqual(
    items.map(({ name }) => name),
    ['Phone', 'Key ring'],
  );
  const path = `/me/passkeys/${items[0]?.id}/removal`;
  const stranger = await site.register();
  assert.equal(await outcome(stranger.ask('POST', path, { password: PASSWORD })), '404 identity.passkey_not_found');
  assert.equal(await outcome(person.ask('POST', path, { password: 'a wrong guess' })), '422 identity.wrong_password');
  assert.equal(await outcome(person.ask('POST', path, { password: PASSWORD })), '204');
  assert.equal(await outcome(show(passkey.get(await askForOne(), { origin: ORIGIN }))), INVALID);
  assert.equal(await outcome(show(second.get(await askForOne(), { origin: ORIGIN }))), '201');
});

test('a passkey proves whose account it is before what a password does, for that act and session alone', async () => {
  const { person, passkey } = await withPasskey();
  const other = await withPasskey();
  const again = await show(passkey.get(await askForOne(), { origin: ORIGIN }));
  const otherSession = inSession(again.headers.get('set-cookie')?.split(';')[0] ?? '');
  const askTo = async (purpose: string, ask: TestPerson['ask'] = person.ask): Promise<RequestOptions> => {
    const answer = await ask('POST', '/me/proofs', { purpose });
    assert.equal(answer.status, 200, await answer.clone().text());
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    return (await json<{ options: RequestOptions }>(answer)).options;
  };
  const addTotp = (credential: unknown, ask: TestPerson['ask'] = person.ask) =>
    outcome(ask('POST', '/me/totp', { passkey: credential }));
  const signed = async (purpose: string, where: Partial<Parameters<TestAuthenticator['get']>[1]> = {}) =>
    passkey.get(await askTo(purpose), { origin: ORIGIN, ...where });

  const options = (await askTo('add-totp')) as RequestOptions & { allowCredentials: { id: string }[] };
  assert.deepEqual(
    options.allowCredentials.map(({ id }) => id),
    [passkey.id],
  );
  const attempts = {
    'for another act': await signed('leave'),
    'for logging in': passkey.get(await askForOne(), { origin: ORIGIN }),
    'for adding one': passkey.get({ ...(await offerTo(person)), rpId: 'films.example.org' }, { origin: ORIGIN }),
    'of nobody': passkey.get({ ...options, challenge: 'Zm9yZWlnbg' }, { origin: ORIGIN }),
    'of another session': passkey.get(await askTo('add-totp', otherSession), { origin: ORIGIN }),
    'asked by another account': passkey.get(await askTo('add-totp', other.person.ask), { origin: ORIGIN }),
    'a passkey of another account': other.passkey.get(await askTo('add-totp'), { origin: ORIGIN }),
    'signed for another site': await signed('add-totp', { origin: EVIL }),
    'of another relying party': await signed('add-totp', { rpId: 'evil.example' }),
    'without a finger': await signed('add-totp', { verified: false }),
    'no JSON': { ...(await signed('add-totp')), response: { ...good(passkey), clientDataJSON: 'AAAA' } },
  };
  for (const [what, credential] of Object.entries(attempts)) assert.equal(await addTotp(credential), INVALID, what);
  assert.equal(await outcome(show(await signed('add-totp'))), INVALID, 'it logs nobody in');
  const late = await signed('add-totp');
  await site.rows('update identity.passkey_challenges set expires_at = now()');
  assert.equal(await addTotp(late), INVALID, 'it is late');
  const [{ minutes } = { minutes: 0 }] = await lifeOf(await askTo('add-totp'));
  assert.ok(minutes > 4 && minutes <= 5, `it is good for ${minutes} minutes`);

  // Those that are on many devices do not count, so that no counter tells a replay.
  const synced = await withPasskey();
  synced.passkey.counter = -1;
  const proof = synced.passkey.get(await askTo('add-totp', synced.person.ask), { origin: ORIGIN });
  const both = await Promise.all([1, 2].map(() => addTotp(proof, synced.person.ask)));
  assert.deepEqual(both.sort(), ['201', INVALID], 'it counts once');
  assert.equal(
    await outcome(person.ask('POST', '/me/proofs', { purpose: 'read-mail' })),
    '422 kernel.validation_failed',
  );
  const without = await site.register();
  const none = without.ask('POST', '/me/proofs', { purpose: 'leave' });
  assert.equal(await outcome(none), '404 identity.passkey_not_found');
  assert.equal(await outcome(person.ask('POST', '/me/deletion', { passkey: await signed('leave') })), '202');
});

const good = (passkey: TestAuthenticator) =>
  passkey.get({ challenge: 'eA', rpId: 'films.example.org' }, { origin: ORIGIN }).response;

const lifeOf = ({ challenge }: RequestOptions) =>
  site.rows<{ minutes: number }>(
    `select extract(epoch from expires_at - now())::float8 / 60 as minutes from identity.passkey_challenges
     where challenge_hash = sha256('${challenge}')`,
  );

/** As whoever has this cookie. */
function inSession(cookie: string): TestPerson['ask'] {
  return async (method, path, body) => {
    const bought = await site.ask('POST', '/tokens/access', {}, { cookie });
    const { accessToken } = await json<{ accessToken: string }>(bought);
    return site.ask(method, path, body, { authorization: `Bearer ${accessToken}` });
  };
}

test('who is suspended is told so after the passkey, and has no session', async () => {
  const { person, passkey } = await withPasskey();
  await site.admin.ask('PUT', `/admin/accounts/${person.id}/suspension`, { reason: 'spam' });
  const answer = await show(passkey.get(await askForOne(), { origin: ORIGIN }));
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.equal(await outcome(Promise.resolve(answer)), '403 identity.suspended');
});
