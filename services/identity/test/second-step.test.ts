import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOTP } from 'otpauth';
import { json, outcome, PASSWORD, startSite, type TestPerson, type TestSite } from './people.ts';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

type Ask = TestSite['ask'];
const ask: Ask = (...parts) => site.ask(...parts);

function codeOf(secret: string, stepsAhead = 0): string {
  return new TOTP({ secret }).generate({ timestamp: Date.now() + stepsAhead * 30_000 });
}

async function withApp(): Promise<{ person: TestPerson; secret: string; used: string; recoveryCodes: string[] }> {
  const person = await site.register();
  const { secret } = await json<{ secret: string }>(await person.ask('POST', '/me/totp', { password: PASSWORD }));
  const used = codeOf(secret);
  const confirmed = await person.ask('POST', '/me/totp/confirmation', { code: used });
  assert.equal(confirmed.status, 200);
  return { person, secret, used, ...(await json<{ recoveryCodes: string[] }>(confirmed)) };
}

/** The challenge that follows a right password. */
async function challengeFor(email: string, path: '/sessions' | '/tokens' = '/sessions'): Promise<string> {
  const answer = await ask('POST', path, { email, password: PASSWORD });
  assert.equal(answer.status, 202);
  assert.equal(answer.headers.get('set-cookie'), null, 'nothing is handed out before the second step');
  const { secondStep } = await json<{ secondStep: { challenge: string } }>(answer);
  return secondStep.challenge;
}
/** Codes that were used can be used again. */
const forgetSteps = () => site.rows('update identity.totp set last_step = 0');

test('an app that was offered counts once it has shown a code', async () => {
  const person = await site.register();
  const { secret, uri } = await json<{ secret: string; uri: string }>(
    await person.ask('POST', '/me/totp', { password: PASSWORD }),
  );
  assert.match(uri, /^otpauth:\/\/totp\/Kinora:person/);
  assert.equal(await outcome(ask('POST', '/sessions', { email: person.email, password: PASSWORD })), '201');
  assert.equal(
    await outcome(person.ask('POST', '/me/totp/confirmation', { code: '000000' })),
    '422 identity.wrong_code',
  );
  const confirmed = await json<{ recoveryCodes: string[] }>(
    await person.ask('POST', '/me/totp/confirmation', { code: codeOf(secret) }),
  );
  assert.equal(new Set(confirmed.recoveryCodes).size, 10);
  const security = await json<{ totpSince: string; recoveryCodesLeft: number }>(
    await person.ask('GET', '/me/security'),
  );
  assert.ok(security.totpSince);
  assert.equal(security.recoveryCodesLeft, 10);
  assert.equal(await outcome(person.ask('POST', '/me/totp', { password: PASSWORD })), '409 identity.totp_present');
  assert.equal((await site.mailsTo(person.email))[0]?.kind, 'security-changed');
  const stored = await site.rows<{ text: string }>(`select encode(secret_sealed, 'escape') as text from identity.totp`);
  assert.ok(stored.length > 0 && !stored.some(({ text }) => text.includes(secret)), 'no secret is kept in the clear');
});

test('an app is set up by who knows the password, not by who found a session', async () => {
  const person = await site.register();
  assert.equal(await outcome(person.ask('POST', '/me/totp', {})), '422 kernel.validation_failed');
  assert.equal(
    await outcome(person.ask('POST', '/me/totp', { password: 'a wrong guess' })),
    '422 identity.wrong_password',
  );
});

test('after the password a code opens the session, and each code does so once', async () => {
  const { person, secret, used } = await withApp();
  const spent = { challenge: await challengeFor(person.email), code: used };
  assert.equal(
    await outcome(ask('POST', '/sessions/second-step', spent)),
    '422 identity.wrong_code',
    'spent on set-up',
  );
  const next = codeOf(secret, 1);
  const two = [await challengeFor(person.email), await challengeFor(person.email)];
  const answers = await Promise.all(
    two.map((challenge) => ask('POST', '/sessions/second-step', { challenge, code: next })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 422]);
  const opened = answers.find(({ status }) => status === 201);
  assert.match(opened?.headers.get('set-cookie') ?? '', /^kinora=kns_/);
});

test('a challenge is good for one log-in of one kind, from a page of ours', async () => {
  const { person, secret } = await withApp();
  const code = codeOf(secret, 1);
  const browser = await challengeFor(person.email);
  const finish = (path: string, body: unknown, headers = {}) => outcome(ask('POST', path, body, headers));
  assert.equal(await finish('/tokens/second-step', { challenge: browser, code }), '401 identity.challenge_over');
  const foreign = { origin: 'https://evil.example' };
  assert.equal(
    await finish('/sessions/second-step', { challenge: browser, code }, foreign),
    '403 identity.wrong_origin',
  );
  assert.equal(await finish('/sessions/second-step', { challenge: browser, code }), '201');
  await forgetSteps();
  assert.equal(await finish('/sessions/second-step', { challenge: browser, code }), '401 identity.challenge_over');
  const device = await challengeFor(person.email, '/tokens');
  const tokens = await ask('POST', '/tokens/second-step', { challenge: device, code, deviceName: 'shed' });
  assert.equal(tokens.status, 201);
  const { accessToken } = await json<{ accessToken: string }>(tokens);
  assert.equal((await ask('GET', '/me', undefined, { authorization: `Bearer ${accessToken}` })).status, 200);
});

test('a challenge ends with its time and with the password that it followed', async () => {
  const { person, secret } = await withApp();
  const late = await challengeFor(person.email);
  await site.rows(`update identity.log_in_challenges set expires_at = now()`);
  const code = codeOf(secret, 1);
  const finish = (challenge: string) => outcome(ask('POST', '/sessions/second-step', { challenge, code }));
  assert.equal(await finish(late), '401 identity.challenge_over');
  const before = await challengeFor(person.email);
  await person.ask('POST', '/me/password', { currentPassword: PASSWORD, newPassword: 'nine planks and a keel' });
  assert.equal(await finish(before), '401 identity.wrong_credentials');
});

test('codes are guessed five times for one log-in, and fifteen times in five minutes, however many at once', async () => {
  const { person, recoveryCodes } = await withApp();
  const guess = (challenge: string, code = '000000') =>
    outcome(ask('POST', '/sessions/second-step', { challenge, code }));
  const counts: Record<string, number> = {};
  let challenge = '';
  for (let round = 0; round < 4; round++) {
    challenge = await challengeFor(person.email);
    const six = await Promise.all(Array.from({ length: 6 }, () => guess(challenge)));
    for (const one of six) counts[one] = (counts[one] ?? 0) + 1;
  }
  assert.deepEqual(counts, {
    '422 identity.wrong_code': 15,
    '401 identity.challenge_over': 4,
    '429 identity.too_many_attempts': 5,
  });
  challenge = await challengeFor(person.email);
  assert.equal(await guess(challenge, recoveryCodes[0]), '429 identity.too_many_attempts', 'a right one waits too');
});

test('a recovery code stands in for a lost app, once; new ones replace all', async () => {
  const { person, recoveryCodes } = await withApp();
  const [first = '', second = '', third = ''] = recoveryCodes;
  const logIn = async (code: string) =>
    outcome(ask('POST', '/sessions/second-step', { challenge: await challengeFor(person.email), code }));
  assert.equal(await logIn(first.toUpperCase().replaceAll('-', ' ')), '201');
  assert.equal(await logIn(first), '422 identity.wrong_code');
  const renewed = await person.ask('POST', '/me/recovery-codes', { code: second });
  assert.equal(renewed.status, 201);
  const fresh = await json<{ recoveryCodes: string[] }>(renewed);
  assert.equal(await logIn(third), '422 identity.wrong_code');
  assert.equal(await logIn(fresh.recoveryCodes[0] ?? ''), '201');
});

test('the second step is removed by password or code, never by a session alone', async () => {
  const { person } = await withApp();
  assert.equal(await outcome(person.ask('POST', '/me/totp/removal', {})), '422 kernel.validation_failed');
  assert.equal(await outcome(person.ask('POST', '/me/totp/removal', { code: '000000' })), '422 identity.wrong_code');
  assert.equal(await outcome(person.ask('POST', '/me/totp/removal', { password: PASSWORD })), '204');
  assert.equal(await outcome(ask('POST', '/sessions', { email: person.email, password: PASSWORD })), '201');
  assert.equal(
    await outcome(person.ask('POST', '/me/recovery-codes', { password: PASSWORD })),
    '409 identity.totp_absent',
  );
});

test('a code of one account is of no use to another', async () => {
  const { secret } = await withApp();
  const { person: other } = await withApp();
  const challenge = await challengeFor(other.email);
  const code = codeOf(secret, 1);
  assert.equal(await outcome(ask('POST', '/sessions/second-step', { challenge, code })), '422 identity.wrong_code');
});
