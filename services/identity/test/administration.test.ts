import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@kinora/testing';
import sharp from 'sharp';
import { json, outcome, PASSWORD, startSite, type TestSite } from './people.ts';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

interface Act {
  act: string;
  actor: { name: string };
  subject: { id: string; name: string } | null;
  before: unknown;
  after: unknown;
  address: string;
}
const acts = async (query = '') =>
  (await json<{ items: Act[] }>(await site.admin.ask('GET', `/admin/audit${query}`))).items;

test('a suspended account is out at once, cannot come in, and is told why', async () => {
  const person = await site.register();
  const { email, id } = person;
  const tokens = await json<{ accessToken: string; refreshToken: string }>(
    await site.ask('POST', '/tokens', { email, password: PASSWORD }),
  );
  const suspend = (of: string, reason: string) =>
    outcome(site.admin.ask('PUT', `/admin/accounts/${of}/suspension`, { reason }));
  assert.equal(await suspend(id, ' '), '422 kernel.validation_failed');
  assert.equal(await suspend(id, 'Spam <b>'), '200');
  const refused = () => outcome(site.ask('GET', '/me', undefined, { authorization: `Bearer ${tokens.accessToken}` }));
  await eventually('its token is refused', async () => (await refused()) === '401 kernel.unauthenticated', {
    timeoutMs: 1500,
  });
  assert.equal((await site.ask('POST', '/tokens/access', {}, { cookie: person.cookie })).status, 401);
  assert.equal((await site.ask('POST', '/tokens/refresh', { refreshToken: tokens.refreshToken })).status, 401);
  for (const path of ['/sessions', '/tokens']) {
    const answer = await site.ask('POST', path, { email, password: PASSWORD });
    assert.equal(answer.status, 403);
    const problem = await json<{ code: string; detail: string }>(answer);
    assert.deepEqual([problem.code, problem.detail], ['identity.suspended', 'Your account is suspended: Spam <b>']);
    assert.equal(
      await outcome(site.ask('POST', path, { email, password: 'a guess' })),
      '401 identity.wrong_credentials',
    );
  }
  const [mail] = await site.mailsTo(email);
  assert.match(mail?.html ?? '', /Spam &lt;b&gt;/);
  assert.equal(await outcome(site.admin.ask('DELETE', `/admin/accounts/${id}/suspension`)), '200');
  assert.equal(await outcome(site.ask('POST', '/sessions', { email, password: PASSWORD })), '201');
  assert.equal(await suspend(site.admin.id, 'me'), '409 identity.not_yourself');
  assert.equal(await suspend('nobody', 'who'), '404 identity.account_not_found');

  const about = (await acts()).filter(({ subject }) => subject?.id === id);
  assert.deepEqual(
    about.map(({ act, actor, after, address }) => ({ act, by: actor.name, after, address })),
    [
      { act: 'account.restored', by: 'Head', after: { state: 'active' }, address: '127.0.0.1' },
      {
        act: 'account.suspended',
        by: 'Head',
        after: { state: 'suspended', reason: 'Spam <b>' },
        address: '127.0.0.1',
      },
    ],
  );
});

test('moderators decide about viewers and creators, and about nobody else', async () => {
  const [creator, peer, moderator] = [await site.register(), await site.register(), await site.register()];
  for (const { id } of [peer, moderator]) await site.admin.ask('PATCH', `/admin/accounts/${id}`, { role: 'moderator' });
  const suspend = (by: typeof creator, id: string) =>
    outcome(by.ask('PUT', `/admin/accounts/${id}/suspension`, { reason: 'Noise' }));
  assert.equal(await suspend(moderator, creator.id), '200');
  assert.equal(await suspend(moderator, peer.id), '403 identity.not_yours');
  assert.equal(await suspend(moderator, site.admin.id), '403 identity.not_yours');
  assert.equal(await outcome(moderator.ask('DELETE', `/admin/accounts/${creator.id}/suspension`)), '200');
  assert.equal(await suspend(await site.register(), creator.id), '403 kernel.forbidden');
  for (const path of ['/admin/audit', '/admin/mail', '/admin/mails', '/admin/invitations', '/admin/instance'])
    assert.equal(await outcome(moderator.ask('GET', path)), '403 kernel.forbidden', path);
  assert.equal(await outcome(moderator.ask('GET', '/admin/accounts')), '200');
});

test('each privileged act is noted with what it changed, and no note is ever changed', async () => {
  const person = await site.register();
  await site.admin.ask('PATCH', `/admin/accounts/${person.id}`, { role: 'viewer' });
  await site.admin.ask('PATCH', '/admin/instance', { name: 'Harbour', accentHue: 200 });
  const [instance, role] = await acts('?limit=2');
  assert.deepEqual(
    [instance?.before, instance?.after],
    [
      { name: 'Kinora', accent_hue: null },
      { name: 'Harbour', accent_hue: 200 },
    ],
  );
  assert.deepEqual([role?.before, role?.after], [{ role: 'creator' }, { role: 'viewer' }]);
  assert.deepEqual(
    (await acts('?act=account.role-changed')).map(({ act }) => act).filter((act) => act !== 'account.role-changed'),
    [],
  );
  assert.equal((await acts(`?search=${encodeURIComponent(person.email.split('@')[0] ?? '')}`)).length, 0);
  for (const change of ["update audit_log set actor_name = 'x'", 'delete from audit_log', 'truncate audit_log'])
    await assert.rejects(site.rows(change), /only ever written to/);
  // An act that fails is no act.
  const count = (await acts()).length;
  await site.admin.ask('PATCH', `/admin/accounts/${site.admin.id}`, { role: 'viewer' });
  assert.equal((await acts()).length, count);
});

test('what the site is called and looks like is for all to read, and for browsers to keep', async () => {
  const change = { name: 'Harbour', accentHue: 200, about: '# Hello', rules: 'Be kind.' };
  assert.equal(await outcome(site.admin.ask('PATCH', '/admin/instance', change)), '200');
  const answer = await site.ask('GET', '/instance');
  const instance = await json<{ name: string; logoUrl: string | null }>(answer);
  assert.deepEqual(instance, { ...change, logoUrl: null, registration: 'open', verifyToUpload: false });
  const etag = answer.headers.get('etag') ?? '';
  assert.equal((await site.ask('GET', '/instance', undefined, { 'if-none-match': etag })).status, 304);
  for (const wrong of [
    { name: ' ' },
    { name: 'a\u202eb' },
    { accentHue: 360 },
    { registration: 'all' },
    { address: 'x' },
  ])
    assert.equal(await outcome(site.admin.ask('PATCH', '/admin/instance', wrong)), '422 kernel.validation_failed');
});

test('a logo is drawn anew, and is nothing but a picture', async () => {
  const bought = await site.ask('POST', '/tokens/access', {}, { cookie: site.admin.cookie });
  const { accessToken } = await json<{ accessToken: string }>(bought);
  const put = (body: Uint8Array, type: string) =>
    fetch(`${site.service.url}/api/v1/admin/instance/logo`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': type },
      body: new Uint8Array(body),
    });
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
  );
  assert.equal((await put(svg, 'image/svg+xml')).status, 415);
  assert.equal(await outcome(put(svg, 'image/png')), '422 identity.not_an_image');
  const canary = 'canary text of a camera';
  const picture = await sharp({ create: { width: 900, height: 300, channels: 3, background: '#abc' } })
    .withExif({ IFD0: { Copyright: canary } })
    .jpeg()
    .toBuffer();
  assert.ok(picture.includes(canary));
  const { logoUrl } = await json<{ logoUrl: string }>(await put(picture, 'image/jpeg'));
  const shown = await fetch(`${site.service.url}${logoUrl}`);
  assert.equal(shown.headers.get('content-type'), 'image/webp');
  const bytes = Buffer.from(await shown.arrayBuffer());
  const { width, height, format } = await sharp(bytes).metadata();
  assert.deepEqual({ width, height, format }, { width: 512, height: 171, format: 'webp' });
  assert.ok(!bytes.includes(canary));
  assert.equal(await outcome(site.admin.ask('DELETE', '/admin/instance/logo')), '200');
  assert.equal((await fetch(`${site.service.url}${logoUrl}`)).status, 404);
});
