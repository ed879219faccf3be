import assert from 'node:assert/strict';
import { ApiError, type Client, createClient, type Proof, sessionAuth } from '@kinora/sdk';
import {
  cookieFetch,
  eventually,
  makeFilm,
  type Person,
  registerAccount,
  TestAuthenticator,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

/** Who was removed is refused within this time, as everybody whose access ends. */
const AT_ONCE_MS = 3000;

scenario('people help with a channel as far as their role goes, and no longer', async (platform, step) => {
  const owner = await registerAccount(platform, { name: 'Olga Owner' });
  const [editor, moderator, analyst, stranger] = await Promise.all(
    ['Edda', 'Momo', 'Anna', 'Stan'].map((name) => registerAccount(platform, { name })),
  );
  assert.ok(editor && moderator && analyst && stranger);
  const [channel] = await owner.client.channels.mine();
  const channelId = channel?.id ?? '';
  const { id } = await uploadFilm(owner.client, await makeFilm({ seconds: 2, width: 320, height: 180 }));
  await owner.client.videos.update(id, { visibility: 'private', title: 'Still a secret' });
  await waitForState(owner.client, id, 'ready');

  await step('they are invited by handle or address, and nobody learns who has an account', async () => {
    const handleOf = async (client: Client) => `@${(await client.channels.mine())[0]?.handle}`;
    await owner.client.channels.invite(channelId, { to: await handleOf(editor.client), role: 'editor' });
    await owner.client.channels.invite(channelId, { to: await handleOf(moderator.client), role: 'moderator' });
    const open = await owner.client.channels.invite(channelId, { to: 'nobody@example.org', role: 'editor' });
    assert.deepEqual(
      open.invitations.map(({ role }) => role),
      ['editor', 'moderator', 'editor'],
    );
    await refused(owner.client.channels.invite(channelId, { to: '@nobody-at-all', role: 'editor' }), 'channels.nobody');
    await refused(
      owner.client.channels.invite(channelId, { to: await handleOf(owner.client), role: 'editor' }),
      'channels.already_owner',
    );
    // An address counts when it is proved.
    await platform.query('update identity.accounts set email_verified_at = now() where email_key = $1', [
      analyst.email,
    ]);
    await owner.client.channels.invite(channelId, { to: analyst.email.toUpperCase(), role: 'analyst' });
    await refused(
      stranger.client.channels.invite(channelId, { to: 'x@example.org', role: 'editor' }),
      'channels.not_found',
    );
  });

  await step('nobody helps before they have accepted, nor takes an invitation of another', async () => {
    await refused(editor.client.videos.get(id), 'videos.not_found');
    const [forEditor] = await editor.client.channels.invitations();
    assert.deepEqual([forEditor?.role, forEditor?.ownerName], ['editor', 'Olga Owner']);
    await refused(stranger.client.channels.acceptInvitation(forEditor?.id ?? ''), 'channels.invitation_not_found');
    await refused(stranger.client.channels.declineInvitation(forEditor?.id ?? ''), 'channels.invitation_not_found');
    for (const { client } of [editor, moderator, analyst]) {
      const [invitation] = await client.channels.invitations();
      await client.channels.acceptInvitation(invitation?.id ?? '');
      assert.deepEqual(await client.channels.invitations(), []);
    }
    assert.deepEqual(await stranger.client.channels.invitations(), []);
  });

  let address = '';
  await step('editors edit and publish, moderators look, analysts read figures, strangers find nothing', async () => {
    await eventually('the editor sees the film', async () => (await editor.client.videos.get(id)).playback);
    await editor.client.videos.update(id, { description: 'Edited by Edda' });
    await editor.client.captions.create(id, { language: 'en', file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n' });
    await editor.client.channels.update(channelId, { description: 'We sail.' });
    await refused(editor.client.channels.update(channelId, { handle: 'edda-took-it' }), 'channels.not_allowed');
    await refused(editor.client.channels.delete(channelId), 'channels.not_found');
    await refused(
      editor.client.channels.invite(channelId, { to: 'x@example.org', role: 'editor' }),
      'channels.not_allowed',
    );
    const made = await editor.client.videos.create({ title: 'By Edda', channelId });
    assert.equal((await owner.client.videos.get(made.id)).title, 'By Edda', 'it belongs to the channel');
    assert.deepEqual((await titlesIn(owner.client, channelId)).sort(), ['By Edda', 'Still a secret']);

    const seen = await eventually('the moderator sees the film', async () => {
      const video = await moderator.client.videos.get(id).catch(() => null);
      return video?.playback ? video : undefined;
    });
    assert.equal(seen.canEdit, false);
    address = mediaUrl(platform, seen.playback?.hlsUrl);
    assert.equal(await statusOf(request(address)), 200);
    await refused(moderator.client.videos.update(id, { title: 'Mine' }), 'videos.not_found');
    await refused(moderator.client.channels.update(channelId, { name: 'Mine' }), 'channels.not_allowed');
    await refused(moderator.client.videos.create({ title: 'Mine', channelId }), 'videos.channel_not_yours');

    await refused(analyst.client.videos.get(id), 'videos.not_found');
    for (const { client } of [editor, moderator, analyst])
      assert.deepEqual((await titlesIn(client, channelId)).sort(), ['By Edda', 'Still a secret']);
    assert.deepEqual(await titlesIn(stranger.client, channelId), []);
    await refused(stranger.client.channels.team(channelId), 'channels.not_found');
    const roles = async (client: Client) => (await client.channels.mine()).find((one) => one.id === channelId)?.role;
    assert.deepEqual(
      await Promise.all([owner, editor, moderator, analyst, stranger].map(({ client }) => roles(client))),
      ['owner', 'editor', 'moderator', 'analyst', undefined],
    );
  });

  await step('whoever is removed, or goes, is refused at once', async () => {
    const soon = { timeoutMs: AT_ONCE_MS };
    await owner.client.channels.removeMember(channelId, moderator.account.id);
    await eventually(
      'what was given to the moderator ends',
      async () => (await statusOf(request(address))) !== 200,
      soon,
    );
    await refused(moderator.client.videos.get(id), 'videos.not_found');
    await refused(editor.client.channels.removeMember(channelId, analyst.account.id), 'channels.not_allowed');
    // An older invitation gives no other role, and brings nobody back.
    await owner.client.channels.invite(channelId, { to: analyst.email, role: 'editor' });
    const [older] = await analyst.client.channels.invitations();
    await refused(analyst.client.channels.acceptInvitation(older?.id ?? ''), 'channels.already_member');
    await owner.client.channels.setRole(channelId, analyst.account.id, 'moderator');
    await eventually('another role counts', async () => analyst.client.videos.get(id).catch(() => null), soon);
    await analyst.client.channels.removeMember(channelId, analyst.account.id);
    assert.deepEqual(await analyst.client.channels.invitations(), []);
    await refused(analyst.client.channels.acceptInvitation(older?.id ?? ''), 'channels.invitation_not_found');
    await eventually(
      'who has left sees nothing',
      async () => (await analyst.client.videos.get(id).catch(() => null)) === null,
      soon,
    );
    assert.deepEqual(
      (await owner.client.channels.team(channelId)).members.map(({ name, role }) => [name, role]),
      [
        ['Olga Owner', 'owner'],
        ['Edda', 'editor'],
      ],
    );
  });

  await step('a channel is handed over with all that is in it', async () => {
    const offerTo = (accountId: string, password = owner.password) =>
      owner.client.channels.offer(channelId, { accountId, proof: { password } });
    await refused(offerTo(editor.account.id), 'channels.last_one');
    await owner.client.channels.create({ name: 'Another', handle: `olga-${Date.now()}` });
    const list = await owner.client.viewerLists.create('Crew of Olga');
    const among = await owner.client.videos.create({ title: 'Among us', visibility: 'members', viewerListId: list.id });
    await refused(offerTo(stranger.account.id), 'channels.not_a_member');
    await refused(offerTo(editor.account.id, 'not the password'), 'identity.wrong_password');
    assert.deepEqual(await editor.client.channels.invitations(), []);
    await offerByPasskey(platform, { owner, channelId, accountId: editor.account.id });
    const before = (await owner.client.uploads.storage()).usedBytes;
    const [offered] = await editor.client.channels.invitations();
    assert.deepEqual([offered?.role, offered?.channel.id], ['owner', channelId]);
    const days = (Date.parse(offered?.expiresAt ?? '') - Date.now()) / 86_400_000;
    assert.ok(days > 6 && days < 8, `the offer is good for ${days} days`);
    await editor.client.channels.acceptInvitation(offered?.id ?? '');
    assert.equal((await editor.client.channels.team(channelId)).role, 'owner');
    assert.equal((await owner.client.channels.team(channelId)).role, 'editor');
    await eventually('its films take their room with them', async () => {
      const [mine, theirs] = await Promise.all([owner.client.uploads.storage(), editor.client.uploads.storage()]);
      return before > 0 && mine.usedBytes === 0 && theirs.usedBytes === before;
    });
    assert.equal((await owner.client.videos.get(id)).canEdit, true, 'as editor');
    await eventually('lists of the former owner open nothing any more', async () => {
      const { visibility, viewerListId } = await editor.client.videos.get(among.id);
      return visibility === 'private' && viewerListId === null;
    });
    await editor.client.channels.removeMember(channelId, owner.account.id);
    await eventually(
      'who owned it once does no more',
      async () => (await owner.client.videos.get(id).catch(() => null)) === null,
      { timeoutMs: AT_ONCE_MS },
    );
    assert.equal((await owner.client.channels.mine()).length, 1);
    await editor.client.videos.delete(id);
  });
});

scenario('a channel is taken over only where its films fit, also of two at once', async (platform, step) => {
  const [owner, heir] = [await registerAccount(platform), await registerAccount(platform)];
  const { client: admin } = await administratorOf(platform);
  const stamp = heir.account.id.slice(-8).toLowerCase();
  const setQuota = (bytes: number | null) => admin.admin.setQuota(heir.account.id, bytes);
  const used = async (client: Client) => (await client.uploads.storage()).usedBytes;
  const make = async (name: string, sizeBytes: number) => {
    const { id } = await owner.client.channels.create({ name, handle: `${name}-${stamp}` });
    await owner.client.videos.create({ title: name, channelId: id, fileName: 'film.mp4', sizeBytes });
    await owner.client.channels.invite(id, { to: `@${await handleOf(heir.client)}`, role: 'editor' });
    const asked = (await heir.client.channels.invitations()).find(({ channel }) => channel.id === id);
    await heir.client.channels.acceptInvitation(asked?.id ?? '');
    await owner.client.channels.offer(id, { accountId: heir.account.id, proof: { password: owner.password } });
    return id;
  };
  await setQuota(1500);
  const ids = [await make('north', 900), await make('south', 1000)];
  const offers = () => heir.client.channels.invitations();
  await step('an offer says how much comes with it', async () => {
    assert.deepEqual(
      (await offers()).map(({ role, room }) => [role, room]),
      [900, 1000].map((bytes) => ['owner', { bytes, usedBytes: 0, quotaBytes: 1500 }]),
    );
  });
  await step('to whom it was not made it says nothing', async () => {
    const stranger = await registerAccount(platform);
    await admin.admin.setQuota(stranger.account.id, 1);
    const [offer] = await offers();
    await refused(stranger.client.channels.acceptInvitation(offer?.id ?? ''), 'channels.invitation_not_found');
  });
  await step('of two that are accepted at once the one that does not fit beside the other is refused', async () => {
    const answers = await Promise.allSettled(
      (await offers()).map(({ id }) => heir.client.channels.acceptInvitation(id)),
    );
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as ApiError] : []));
    assert.deepEqual(
      refusals.map(({ status, code }) => [status, code]),
      [[409, 'uploads.hand_over_too_large']],
    );
    assert.match(
      refusals[0]?.detail ?? '',
      /^The videos of this channel take (900 bytes|1 kB), and [56]00 bytes of your 1.5 kB are left\./,
    );
    const taken = await used(heir.client);
    assert.ok(taken === 900 || taken === 1000, 'it counts before its films have followed');
    await eventually('they have', async () => (await used(owner.client)) === 1900 - taken);
    assert.equal(await used(heir.client), taken);
    const [left, none] = await offers();
    assert.deepEqual([left?.room, none], [{ bytes: 1900 - taken, usedBytes: taken, quotaBytes: 1500 }, undefined]);
  });
  await step('room that was kept for one that comes to nothing is given back', async () => {
    await setQuota(null);
    const [left] = await offers();
    const before = await used(heir.client);
    // The last channel is nobody's to take.
    const lost = (await owner.client.channels.mine()).filter(({ id, role }) => role === 'owner' && !ids.includes(id));
    for (const { id } of lost) await owner.client.channels.delete(id);
    await refused(heir.client.channels.acceptInvitation(left?.id ?? ''), 'channels.last_one');
    assert.equal(await used(heir.client), before);
  });
  await step('who has no quota takes all of it', async () => {
    await owner.client.channels.create({ name: 'west', handle: `west-${stamp}` });
    const [left] = await offers();
    assert.equal(left?.room?.quotaBytes, null);
    await heir.client.channels.acceptInvitation(left?.id ?? '');
    assert.equal(await used(heir.client), 1900);
    await eventually('nothing is left to its former owner', async () => (await used(owner.client)) === 0);
  });
});

async function handleOf(client: Client): Promise<string> {
  return (await client.channels.mine()).find(({ role }) => role === 'owner')?.handle ?? '';
}

async function titlesIn(client: Client, channel: string): Promise<string[]> {
  return (await client.videos.mine({ channel })).items.map(({ title }) => title);
}

async function refused(call: Promise<unknown>, code: string): Promise<void> {
  await assert.rejects(call, (error) => error instanceof ApiError && error.code === code);
}

/** Passkeys are bound to a name, which a bare address is not. */
async function offerByPasskey(
  platform: TestPlatform,
  { owner, channelId, accountId }: { owner: Person; channelId: string; accountId: string },
): Promise<void> {
  const origin = platform.url.replace('127.0.0.1', 'localhost');
  const fetch = cookieFetch(origin, { cookies: new Map() });
  const page = createClient({ baseUrl: origin, fetch, auth: sessionAuth() });
  const { email, password } = owner;
  await page.identity.logIn({ email, password });
  const passkey = new TestAuthenticator();
  type Creation = Parameters<typeof passkey.create>[0];
  const made = passkey.create((await page.passkeys.offer({ password })) as unknown as Creation, { origin });
  await page.passkeys.add({ name: 'Key ring', credential: made });
  const proofFor = async (purpose: 'leave' | 'offer-channel') => {
    const options = (await page.security.askProof(purpose)) as unknown as Parameters<typeof passkey.get>[0];
    return { passkey: passkey.get(options, { origin }) };
  };
  const offer = (proof: Proof) => page.channels.offer(channelId, { accountId, proof });
  await refused(offer(await proofFor('leave')), 'identity.passkey_invalid');
  await refused(offer({ passkey: { id: 'nonsense' } }), 'identity.passkey_invalid');
  const proof = await proofFor('offer-channel');
  await offer(proof);
  await refused(offer(proof), 'identity.passkey_invalid');
}
