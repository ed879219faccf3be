import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import sharp from 'sharp';
import { json, outcome, startSite, type TestPerson, type TestSite } from './people.ts';

let site: TestSite;
before(async () => {
  site = await startSite();
});
after(() => site?.[Symbol.asyncDispose]());

interface Profile {
  displayName: string;
  bio: string;
  interests: string[];
  language: string | null;
  historyPaused: boolean;
  avatarUrl: string | null;
}
const me = async (person: TestPerson) => json<Profile>(await person.ask('GET', '/me'));

/** Buys a token as a page does. */
async function tokenOf(person: TestPerson): Promise<string> {
  const bought = await site.ask('POST', '/tokens/access', {}, { cookie: person.cookie });
  return (await json<{ accessToken: string }>(bought)).accessToken;
}

test('a profile is changed a part at a time, and what no page can show is refused', async () => {
  const person = await site.register();
  const change = (body: unknown) => outcome(person.ask('PATCH', '/me', body));
  assert.equal(await change({ bio: '  Ships,\nand how they sink.  ' }), '200');
  assert.equal(await change({ interests: ['Ships', ' ships ', 'Knots'], language: 'ja' }), '200');
  const { displayName, bio, interests, language } = await me(person);
  assert.deepEqual([bio, interests, language], ['Ships,\nand how they sink.', ['ships', 'Knots'], 'ja']);
  assert.match(displayName, /^Person/, 'the name has stayed');
  assert.equal(await change({ language: null }), '200');
  assert.equal((await me(person)).language, null);
  for (const refused of [
    { bio: 'a'.repeat(501) },
    { bio: 'turned \u202e around' },
    { bio: 'bell \u0007' },
    { interests: Array.from({ length: 21 }, (_, index) => `${index}`) },
    { interests: ['a'.repeat(41)] },
    { interests: ['\u2066x'] },
    { language: 'xx' },
    { role: 'admin' },
  ])
    assert.equal(await change(refused), '422 kernel.validation_failed', JSON.stringify(refused));
});

test('a picture is found at its address until another one takes its place', async () => {
  const person = await site.register();
  const picture = await sharp({ create: { width: 30, height: 20, channels: 3, background: '#246' } })
    .png()
    .toBuffer();
  const put = async (body: Uint8Array<ArrayBuffer>, type = 'image/png') =>
    fetch(`${site.service.url}/api/v1/me/avatar`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${await tokenOf(person)}`, 'content-type': type },
      body,
    });
  const bytes = new Uint8Array(picture);
  assert.equal(await outcome(put(new TextEncoder().encode('<svg/>'))), '422 identity.not_an_image');
  assert.equal((await me(person)).avatarUrl, null);
  const first = (await json<Profile>(await put(bytes))).avatarUrl;
  assert.ok(first);
  const shown = await fetch(new URL(first, site.service.url));
  assert.deepEqual(
    [shown.status, shown.headers.get('content-type'), shown.headers.get('x-content-type-options')],
    [200, 'image/webp', 'nosniff'],
  );
  const second = (await json<Profile>(await put(bytes))).avatarUrl;
  assert.notEqual(second, first);
  assert.equal((await fetch(new URL(first, site.service.url))).status, 404);
  await person.ask('DELETE', '/me/avatar');
  assert.equal((await me(person)).avatarUrl, null);
  assert.equal((await fetch(new URL(second ?? '', site.service.url))).status, 404);
  assert.deepEqual(await site.rows('select account_id from avatars'), []);
});

test('tokens say whether the history is paused, and those that said otherwise are over', async () => {
  const person = await site.register();
  const claimOf = (token: string) =>
    (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { history?: string }).history;
  const revoked = () =>
    site.rows<{ n: number }>(`select count(*)::int as n from revocations where account_id = '${person.id}'`);
  assert.equal(claimOf(await tokenOf(person)), undefined);
  await person.ask('PATCH', '/me', { historyPaused: true });
  assert.equal(claimOf(await tokenOf(person)), 'paused');
  await person.ask('PATCH', '/me', { historyPaused: true });
  assert.deepEqual(await revoked(), [{ n: 1 }], 'nothing has changed the second time');
  await person.ask('PATCH', '/me', { historyPaused: false });
  assert.equal(claimOf(await tokenOf(person)), undefined);
  assert.deepEqual(await revoked(), [{ n: 2 }]);
});
