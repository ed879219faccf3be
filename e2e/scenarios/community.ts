import assert from 'node:assert/strict';
import { ApiError, createClient } from '@kinora/sdk';
import { type ArrivedMail, eventually, registerAccount, startSmtpServer } from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const SOON_MS = 1500;

/** The token of the link in a mail. */
function linkIn(mail: ArrivedMail): string {
  const [, token] = /\/\w+#(\S+)/.exec(mail.text) ?? [];
  assert.ok(token && mail.html.includes(token), mail.text);
  return token;
}

scenario(
  'a site gets a mail server and people by invitation, who prove their addresses and get back in',
  async (platform, step) => {
    const { client: admin } = await administratorOf(platform);
    const anonymous = createClient({ baseUrl: platform.url });
    const credentials = { user: 'kinora', password: 'sesame, open' };
    await using smtp = await startSmtpServer({ credentials });
    const server = { host: smtp.host, port: smtp.port, security: 'none', fromAddress: 'kinora@example.org' } as const;

    await step('mail is connected, and says what is wrong until it is right', async () => {
      await admin.mail.connect({ ...server, user: 'kinora', password: 'a guess' });
      await assert.rejects(admin.mail.sendTest(), isCode('identity.mail_credentials'));
      await admin.mail.connect({ ...server, ...credentials });
      const { account } = await administratorOf(platform);
      assert.equal(await admin.mail.sendTest(), account.email);
      const mail = await smtp.arrived(account.email, /mail works/);
      assert.equal(mail.from.address, 'kinora@example.org');
    });
    await step('who reads Arabic gets Arabic, from right to left', async () => {
      const nora = await registerAccount(platform, { name: 'Nora' });
      await nora.client.identity.updateMe({ displayName: 'نورا (N)', language: 'ar' });
      await anonymous.identity.requestPasswordReset(nora.email);
      const mail = await smtp.arrived(nora.email, /اختر كلمة مرور جديدة/);
      const { name } = await anonymous.instance.get();
      assert.equal(mail.subject, `\u2068${name}\u2069: اختر كلمة مرور جديدة`);
      assert.match(mail.text, /^مرحبًا \u2068نورا \(N\)\u2069،/);
      assert.match(mail.html, /<html lang="ar" dir="rtl">.*<p>مرحبًا \u2068نورا \(N\)\u2069،<\/p>/s);
      assert.ok(mail.text.includes(`/reset#${linkIn(mail)}`));
    });
    await step('a site that is closed lets in who was invited', async () => {
      await admin.instance.update({ name: 'Harbour & “Söhne”', registration: 'closed' });
      assert.equal((await anonymous.instance.get()).name, 'Harbour & “Söhne”');
      await assert.rejects(registerAccount(platform), isCode('identity.registration_closed'));
      const { invited, wrong } = await admin.admin.invite({
        addresses: 'Guest <Guest@Example.org>, nonsense\nmod@example.org',
        role: 'creator',
      });
      assert.deepEqual([invited.length, wrong], [2, ['nonsense']]);
      const mail = await smtp.arrived('Guest@example.org', /invites you to Harbour & “Söhne”/);
      assert.equal(mail.from.name, 'Harbour & “Söhne”');
      const invitationToken = linkIn(mail);
      assert.equal((await anonymous.identity.lookUpInvitation(invitationToken)).email, 'Guest@Example.org');
      const guest = await registerAccount(platform, { email: 'guest@example.org', name: 'Guest', invitationToken });
      assert.equal(guest.account.emailVerified, true);
      await eventually('a channel is there', async () => (await guest.client.channels.mine()).length === 1);
      await admin.instance.update({ name: 'Kinora', registration: 'open' });
    });
    await step('creators prove their address before they upload', async () => {
      await admin.instance.update({ verifyToUpload: true });
      const person = await registerAccount(platform, { name: 'Unproven' });
      const draft = () => person.client.videos.create({ title: 'First' });
      await assert.rejects(draft, isStatus(403));
      await anonymous.identity.verifyEmail(linkIn(await smtp.arrived(person.email, /is this your address/)));
      const again = await anonymous.identity.issueTokens(person);
      const upload = { method: 'POST', token: again.accessToken, json: { title: 'First' } };
      assert.equal(await statusOf(request(`${platform.url}/api/v1/videos`, upload)), 201);
      await admin.instance.update({ verifyToUpload: false });
    });
    await step('mail waits for a server that is away, and a forgotten password is replaced', async () => {
      const person = await registerAccount(platform, { name: 'Forgetful' });
      await smtp.stop();
      await anonymous.identity.requestPasswordReset(person.email);
      await eventually('an attempt fails', async () => (await admin.mail.state()).problem === 'unreachable');
      await smtp.restart();
      const token = linkIn(await smtp.arrived(person.email, /choose a new password/));
      const newPassword = 'nine planks and a keel';
      const former = await person.client.accessToken();
      assert.equal(await anonymous.identity.resetPassword({ token, newPassword }), person.email);
      await eventually(
        'tokens of before are refused',
        async () => (await statusOf(request(`${platform.url}/api/v1/me/videos`, { token: former ?? '' }))) === 401,
        { timeoutMs: SOON_MS },
      );
      await assert.rejects(person.client.identity.me(), isStatus(401));
      await anonymous.identity.issueTokens({ email: person.email, password: newPassword });
      await smtp.arrived(person.email, /your password was changed/);
    });
    await step('a suspended account is refused everywhere within a second', async () => {
      const person = await registerAccount(platform, { name: 'Noisy' });
      const token = (await person.client.accessToken()) ?? '';
      const { id } = await person.client.videos.create({ title: 'Noise', visibility: 'public' });
      const [channel] = await person.client.channels.mine();
      const isSeen = async () => {
        const paths = [`videos/${id}`, `channels/@${channel?.handle}`];
        const answers = paths.map((path) => statusOf(request(`${platform.url}/api/v1/${path}`)));
        return (await Promise.all(answers)).every((status) => status === 200);
      };
      assert.ok(await isSeen());
      await admin.admin.suspend(person.account.id, 'Too much noise.');
      await eventually(
        'its tokens are refused',
        async () => {
          const paths = ['me', 'me/channels', 'me/videos', 'me/storage'];
          const ask = (path: string) => statusOf(request(`${platform.url}/api/v1/${path}`, { token }));
          return (await Promise.all(paths.map(ask))).every((status) => status === 401);
        },
        { timeoutMs: SOON_MS },
      );
      await assert.rejects(anonymous.identity.issueTokens(person), isCode('identity.suspended'));
      await smtp.arrived(person.email, /suspended/);
      const isHidden = async () => (await statusOf(request(`${platform.url}/api/v1/videos/${id}`))) === 404;
      await eventually('nobody else sees what it published', isHidden);
      await admin.admin.restore(person.account.id);
      await eventually('all of it is seen again', isSeen);
      await anonymous.identity.issueTokens(person);
      const [restored, suspended] = (await admin.admin.audit({ search: 'Noisy' })).items;
      assert.deepEqual([restored?.act, suspended?.act], ['account.restored', 'account.suspended']);
    });
    await admin.mail.disconnect();
  },
  { alone: true },
);

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}

function isStatus(status: number): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.status === status;
}
