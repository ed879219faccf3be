import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { after, before, test } from 'node:test';
import { eventually } from '@kinora/testing';
import { identityConfig } from '../src/config.ts';
import { invitationMail } from '../src/domain/account-mails.ts';
import { LANGUAGES } from '../src/domain/languages.ts';
import { tellsPasswordInTheOpen } from '../src/domain/mail-server.ts';
import { composeMail } from '../src/domain/mail-texts.ts';
import { newOpaqueToken } from '../src/domain/opaque-token.ts';
import { mailPreset } from '../src/mail-preset.ts';
import { MailLanguages } from '../src/mail-words.ts';
import { json, MAIL_HOST, outcome, PASSWORD, startSite, type TestSite } from './people.ts';

const SETTINGS = { host: MAIL_HOST, port: 587, security: 'starttls', user: 'kinora', fromAddress: 'k@example.org' };

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

test('links in mail lead to where the site was found, and until that is known to where it listens', async () => {
  const { mailsTo, admin, ask, register, rows, service } = site;
  const linked = async (email: string) => /http\S+(?=\/verify#)/.exec((await mailsTo(email))[0]?.text ?? '')?.[0];
  assert.equal(await linked(admin.email), service.url);
  const [instance] = await rows<{ address: string }>('select address from instance');
  assert.equal(instance?.address, service.url);
  await rows('update instance set address = null');
  const early = await register();
  assert.equal(await linked(early.email), service.url);

  await rows('update setup set used_at = null');
  const setupToken = newOpaqueToken('setup');
  await service.context.accounts.offerSetup(setupToken);
  const come = (email: string, token: string) =>
    registerAt('films.lan', { email, password: PASSWORD, displayName: 'Eve', setupToken: token });
  assert.equal(await come('wrong@example.org', 'kns_wrong'), 403);
  assert.deepEqual(await mailsTo('wrong@example.org'), []);
  assert.equal(await come('right@example.org', setupToken), 201);
  assert.equal(await linked('right@example.org'), 'http://films.lan');
  await rows(`update instance set address = '${instance.address}'`);
});

test('the password of the mail server is kept sealed, is never answered, and is told to no other server', async () => {
  const { admin, rows, transport } = site;
  const put = (change: object) => admin.ask('PUT', '/admin/mail', { ...SETTINGS, ...change });
  assert.equal(await outcome(put({})), '422 identity.mail_password_missing');
  assert.equal(await outcome(put({ password: 'sesame', security: 'none' })), '422 identity.mail_password_in_the_open');
  const answer = await (await put({ password: 'sesame, open' })).text();
  const asked = await (await admin.ask('GET', '/admin/mail')).text();
  const kept = await rows('select * from mail_settings');
  const noted = await rows(`select before, after from audit_log where act = 'mail.settings-changed'`);
  assert.equal(noted.length, 1);
  for (const text of [answer, asked, JSON.stringify(kept), JSON.stringify(noted)]) assert.ok(!text.includes('sesame'));

  const credentials = { user: 'kinora', password: 'sesame, open' };
  const taken = transport.open(MAIL_HOST, credentials);
  assert.equal(await outcome(put({ port: 588 })), '200', 'the same server and user go on with it');
  assert.equal(await outcome(admin.ask('POST', '/admin/mail/test')), '200');
  assert.equal(taken.filter(({ subject }) => /mail works/.test(subject)).length, 1);
  assert.equal(await outcome(put({ host: 'mail.evil.example' })), '422 identity.mail_password_missing');
  assert.equal(await outcome(put({ user: 'other' })), '422 identity.mail_password_missing');
  transport.close(MAIL_HOST);
});

test('a test mail says what is wrong with the server', async () => {
  const { admin, transport } = site;
  assert.equal(await outcome(admin.ask('POST', '/admin/mail/test')), '422 identity.mail_unreachable');
  transport.open(MAIL_HOST, { user: 'kinora', password: 'another' });
  assert.equal(await outcome(admin.ask('POST', '/admin/mail/test')), '422 identity.mail_credentials');
  assert.equal(await outcome(admin.ask('DELETE', '/admin/mail')), '204');
  assert.equal(await outcome(admin.ask('POST', '/admin/mail/test')), '409 identity.mail_not_connected');
});

test('without a server mail can be read by an administrator, who is noted, until it has been sent', async () => {
  const { admin, register, rows, connectMail } = site;
  const { email } = await register();
  const list = async () =>
    (await json<{ items: { id: string; to: string; state: string }[] }>(await admin.ask('GET', '/admin/mails'))).items;
  const mail = (await list()).find(({ to }) => to === email);
  assert.equal(mail?.state, 'waiting');
  const read = async () => json<{ text: string | null }>(await admin.ask('POST', `/admin/mails/${mail.id}/reading`));
  assert.match((await read()).text ?? '', /\/verify#link_/);
  assert.equal((await rows(`select 1 from audit_log where act = 'mail.read' and subject_id = '${mail.id}'`)).length, 1);
  const stored = JSON.stringify(await rows<object>(`select * from mails where id = '${mail.id}'`), buffers);
  assert.ok(!stored.includes('link_') && stored.includes(mail.id), 'its text is sealed');

  const taken = await connectMail();
  await eventually('it is sent', async () => taken.some(({ to }) => to === email));
  await eventually('and marked', async () => (await list()).find(({ id }) => id === mail.id)?.state === 'sent');
  assert.equal((await read()).text, null);
});

test('mail waits for a server that is away, and is sent once when it is back', async () => {
  const { register, transport, connectMail, service } = site;
  await connectMail();
  transport.close(MAIL_HOST);
  const people = await Promise.all([register(), register(), register()]);
  await eventually('an attempt failed', async () => (await service.context.mails.summary()).problem === 'unreachable');
  const taken = transport.open(MAIL_HOST);
  await service.context.mails.retryNow();
  const expected = people.map(({ email }) => email).sort();
  await eventually('all are sent', async () => taken.length >= expected.length);
  assert.deepEqual(taken.map(({ to }) => to).sort(), expected);
});

test('a mail that is refused for good is given up with the reason, and others go on', async () => {
  const { admin, register, connectMail } = site;
  const taken = await connectMail();
  await register('nobody@example.org');
  const { email } = await register();
  await eventually('the other is sent', async () => taken.some(({ to }) => to === email));
  const { items } = await eventually('it is given up', async () => {
    const failed = await json<{ items: { id: string; failure: string }[] }>(
      await admin.ask('GET', '/admin/mails?state=failed'),
    );
    return failed.items.length === 1 && failed;
  });
  assert.match(items[0]?.failure ?? '', /no such mailbox/);
  assert.equal(await outcome(admin.ask('POST', `/admin/mails/${items[0]?.id}/retry`)), '200');
});

test('who dies while sending is followed, with the same mail, and comes too late to say how it went', async () => {
  const { admin, register, connectMail, rows, service } = site;
  const { mails } = service.context;
  await admin.ask('DELETE', '/admin/mail');
  const { email } = await register();
  await rows("update mails set next_at = now() where state = 'waiting'");
  let dead = await mails.takeNext();
  while (dead && dead.to_address !== email) dead = await mails.takeNext();
  assert.ok(dead);
  assert.notEqual((await mails.takeNext())?.id, dead.id, 'its turn is not over');
  await rows(`update mails set next_at = now() where id = '${dead.id}'`);
  const taken = await connectMail();
  await eventually('it is sent', async () => taken.some(({ to }) => to === email));
  assert.equal(taken.find(({ to }) => to === email)?.id, `${dead.id}@example.org`);
  await mails.markFailed(dead, 'too late');
  assert.equal((await rows<{ state: string }>(`select state from mails where id = '${dead.id}'`))[0]?.state, 'sent');
});

test('what has waited for days is given up, and its text stays for who passes it on', async () => {
  const { admin, register, rows, service } = site;
  await admin.ask('DELETE', '/admin/mail');
  const { email } = await register();
  await rows(`update mails set created_at = now() - interval '4 days' where to_address = '${email}'`);
  await service.context.mails.clean();
  const [row] = await rows<{ state: string; failure: string }>(`select * from mails where to_address = '${email}'`);
  assert.deepEqual([row?.state, row?.failure], ['failed', 'No mail server was connected.']);
  assert.equal((await site.mailsTo(email))[0]?.text.includes('/verify#'), true);
});

test('what people wrote is text in a mail of any language, and nothing else', async () => {
  const name = '<script>alert(1)</script> "&\r\nBcc: eve@example.org\u202e\u2069{site}';
  const languages = new MailLanguages();
  for (const language of LANGUAGES) {
    const draft = invitationMail(
      { name, url: 'https://kinora.example' },
      { email: 'a@example.org', invitedBy: name, days: 2, token: '"onclick=', language },
    );
    const mail = composeMail(draft, await languages.words(language));
    const told = '<script>alert(1)</script> "& Bcc: eve@example.org {site}';
    assert.equal(mail.subject.split(told).length, 3, mail.subject);
    assert.ok(!/<script|"onclick|\u202e|\r/.test(mail.html), mail.html);
    assert.ok(!/^Bcc:|\u202e/m.test(mail.text), mail.text);
    for (const text of [mail.subject, mail.text, mail.html]) {
      const isolates = text.replaceAll(/[^\u2066-\u2069]/g, '');
      assert.match(isolates, language === 'ar' ? /^(\u2068\u2069)+$/ : /^$/);
    }
  }
});

test('a name that runs the other way stays together, however long the subject', async () => {
  const words = await new MailLanguages().words('en');
  const invited = (invitedBy: string) =>
    composeMail(
      invitationMail(
        { name: 'Kinora', url: 'https://kinora.example' },
        { email: 'a@example.org', invitedBy, days: 2, token: 'x', language: 'en' },
      ),
      words,
    ).subject;
  assert.equal(invited('نورا (x)'), '\u2068نورا (x)\u2069 invites you to Kinora');
  const long = invited(`نورا${'😀'.repeat(200)}`);
  assert.ok(long.length <= 201 && long.isWellFormed() && long.endsWith('😀\u2069'), long);
});

test('mail comes in the language of the account, or of the page in which it was asked for', async () => {
  const { ask, mailsTo, admin, register } = site;
  await admin.ask('DELETE', '/admin/mail');
  const arabic = { 'accept-language': 'ar' };
  const email = 'nora@example.org';
  const body = { email, password: PASSWORD, displayName: 'نورا' };
  assert.equal(await outcome(ask('POST', '/accounts', body, arabic)), '201');
  const [verify] = await mailsTo(email);
  assert.equal(verify?.subject, '\u2068Kinora\u2069: هل هذا عنوانك؟');
  assert.match(verify.html, /<html lang="ar" dir="rtl">/);
  assert.match(verify.text, /^مرحبًا \u2068نورا\u2069،\n\n/);
  assert.match(verify.text, /تأكيد العنوان:\nhttp\S+\/verify#link_/);

  const person = await register('hana@example.org');
  assert.equal((await mailsTo(person.email))[0]?.subject, 'Kinora: is this your address?');
  await person.ask('PATCH', '/me', { language: 'ja' });
  assert.equal(await outcome(person.ask('POST', '/me/email/verification')), '202');
  const [again] = await mailsTo(person.email);
  assert.equal(again?.subject, 'Kinora: これはあなたのアドレスですか？');
  assert.match(again.html, /<html lang="ja">/);

  const invite = (language: string) => {
    const addresses = `guest-${language}@example.org`;
    const wanted = { 'accept-language': `xx, ${language}-XX;q=0.8, en;q=0.5` };
    return admin.ask('POST', '/admin/invitations', { addresses, days: 3 }, wanted);
  };
  for (const language of ['ar', 'ja', 'xx']) assert.equal(await outcome(invite(language)), '200');
  const told = async (language: string) => (await mailsTo(`guest-${language}@example.org`))[0]?.text ?? '';
  assert.match(await told('ar'), /مرة واحدة خلال 3 أيام\./);
  assert.match(await told('ja'), /3 日以内/);
  assert.match(await told('xx'), /it works once, for 3 days\./);
});

test('the environment may say which server, until somebody chooses another, and never half of it', async () => {
  const read = (environment: Record<string, string>) => mailPreset(identityConfig.parse(environment));
  assert.throws(() => read({ SMTP_URL: 'smtps://mail.example.org' }), /MAIL_FROM is not/);
  const open = 'smtp://kinora:sesame@mail.example.org?security=none';
  assert.throws(() => read({ SMTP_URL: open, MAIL_FROM: 'k@example.org' }), /anyone on the way/);
  await using preset = await startSite({
    SMTP_URL: 'smtps://kinora:s%C3%A9same@relay.example.org',
    MAIL_FROM: 'k@example.org',
  });
  const state = async () => json<{ source: string; settings: object }>(await preset.admin.ask('GET', '/admin/mail'));
  const settings = {
    host: 'relay.example.org',
    port: 465,
    security: 'tls',
    user: 'kinora',
    fromAddress: 'k@example.org',
  };
  assert.deepEqual([(await state()).source, (await state()).settings], ['environment', settings]);
  const credentials = { user: 'kinora', password: 'sésame' };
  const taken = preset.transport.open('relay.example.org', credentials);
  await preset.register('first@example.org');
  await eventually('it is sent', async () => taken.some(({ to }) => to === 'first@example.org'));
  await preset.connectMail();
  assert.equal((await state()).source, 'settings');
  await preset.admin.ask('DELETE', '/admin/mail');
  assert.equal((await state()).source, 'environment');
});

test('a password is told in the open to this machine alone', () => {
  const credentials = { user: 'a', password: 'b' };
  const tells = (host: string, security: 'none' | 'tls') =>
    tellsPasswordInTheOpen({ host, port: 25, security, credentials });
  assert.deepEqual(
    [tells('127.0.0.1', 'none'), tells('localhost', 'none'), tells('mail.example.org', 'tls')],
    [false, false, false],
  );
  for (const host of ['mail.example.org', '127.0.0.1.example.org', '10.0.0.1']) assert.equal(tells(host, 'none'), true);
});

/** The status for who found the site under this name; `fetch` names the host itself. */
async function registerAt(host: string, body: object): Promise<number | undefined> {
  const headers = { host, origin: `http://${host}`, 'content-type': 'application/json' };
  const sent = request(`${site.service.url}/api/v1/accounts`, { method: 'POST', headers });
  sent.end(JSON.stringify(body));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode;
}

const buffers = (_: string, value: unknown) =>
  value && (value as { type?: string }).type === 'Buffer'
    ? Buffer.from((value as { data: number[] }).data).toString('latin1')
    : value;
