import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { startInteractions } from './start-interactions.ts';

let alone: Awaited<ReturnType<typeof startInteractions>>;
let owner: string;
let helper: string;
before(async () => {
  alone = await startInteractions();
  owner = await alone.service.token({ accountId: alone.owner });
  helper = await alone.service.token({ accountId: alone.helper });
});
after(() => alone?.service.stop());

const someone = () => alone.service.token({ accountId: newId() });
const set = (settings: object, token = owner) =>
  alone.call(token, 'PUT', `/channels/${alone.channelId}/comment-settings`, {
    hold: 'nothing',
    blockedWords: [],
    slowModeSeconds: 0,
    ...settings,
  });
const total = async (videoId: string, token = '') =>
  (await alone.call(token, 'GET', `/videos/${videoId}/comments`)).body;

test('what holds a blocked word waits: its author and the moderators see it, until somebody lets it through', async () => {
  await set({ blockedWords: ['scam'] });
  const [videoId, ann, bob] = [newId(), await someone(), await someone()];
  const held = (await alone.say(ann, videoId, 'A SCAM!')).body;
  assert.equal(held.state, 'held');
  assert.equal((await total(videoId)).total, 0);
  assert.deepEqual((await total(videoId, bob)).items, []);
  assert.equal((await total(videoId, ann)).items[0]?.state, 'held');
  assert.equal((await alone.call(bob, 'GET', `/comments/${held.id}`)).status, 404);
  const waiting = await alone.call(helper, 'GET', `/me/channel-comments?state=held&video=${videoId}`);
  assert.deepEqual(
    waiting.body.items.map(({ id, heldFor }) => [id, heldFor]),
    [[held.id, 'word']],
  );
  assert.equal((await alone.call(ann, 'POST', `/comments/${held.id}/approval`)).body.code, 'interactions.not_allowed');
  assert.equal((await alone.call(helper, 'POST', `/comments/${held.id}/approval`)).body.state, 'shown');
  assert.equal((await total(videoId, bob)).total, 1);
  await set({});
});

test('a comment that was fine is held when it is written anew with what is not', async () => {
  await set({ hold: 'links' });
  const [videoId, ann] = [newId(), await someone()];
  const { id, state } = (await alone.say(ann, videoId, 'Nice')).body;
  assert.equal(state, 'shown');
  const edited = await alone.call(ann, 'PATCH', `/comments/${id}`, { text: 'Nice: https://example.org' });
  assert.equal(edited.body.state, 'held');
  assert.equal((await total(videoId)).total, 0);
  await set({});
});

test('a moderator takes a comment away with its answers, and lets it through again', async () => {
  const [videoId, ann] = [newId(), await someone()];
  const { id } = (await alone.say(ann, videoId, 'Rude')).body;
  await alone.say(ann, videoId, 'Very', id);
  assert.equal((await alone.call(helper, 'POST', `/comments/${id}/removal`)).body.state, 'removed');
  assert.equal((await total(videoId)).total, 0);
  assert.equal((await alone.call(helper, 'POST', `/comments/${id}/approval`)).body.state, 'shown');
  assert.equal((await total(videoId)).total, 2);
});

test('slow mode lets each write one comment at a time, and moderators as they like', async () => {
  await set({ slowModeSeconds: 60 });
  const [videoId, ann] = [newId(), await someone()];
  const said = await Promise.all([alone.say(ann, videoId, 'One'), alone.say(ann, videoId, 'Two')]);
  assert.deepEqual(said.map(({ status }) => status).sort(), [201, 429]);
  assert.equal((await alone.say(ann, videoId, 'Three')).body.code, 'interactions.too_soon');
  for (const text of ['One', 'Two']) assert.equal((await alone.say(helper, videoId, text)).status, 201);
  await set({});
});

test('who is blocked writes no more in the channel, until they are let in again', async () => {
  const [videoId, accountId] = [newId(), newId()];
  const ann = await alone.service.token({ accountId });
  const { id } = (await alone.say(ann, videoId, 'Spam')).body;
  assert.equal((await alone.call(await someone(), 'POST', `/comments/${id}/author-block`)).status, 403);
  assert.equal((await alone.call(helper, 'POST', `/comments/${id}/author-block`)).status, 204);
  assert.equal((await alone.say(ann, videoId, 'More')).body.code, 'interactions.blocked');
  assert.equal((await alone.call(ann, 'PATCH', `/comments/${id}`, { text: 'x' })).body.code, 'interactions.blocked');
  const path = `/channels/${alone.channelId}/blocked-people`;
  assert.deepEqual(
    (await alone.call(owner, 'GET', path)).body.items.map((one) => one.id),
    [accountId],
  );
  assert.equal((await alone.call(owner, 'DELETE', `${path}/${accountId}`)).status, 204);
  assert.equal((await alone.call(owner, 'DELETE', `${path}/${accountId}`)).status, 404);
  assert.equal((await alone.say(ann, videoId, 'Better')).status, 201);
  const own = (await alone.say(owner, videoId, 'Mine')).body;
  assert.equal(
    (await alone.call(helper, 'POST', `/comments/${own.id}/author-block`)).body.code,
    'interactions.own_channel',
  );
});

test('who has no role in a channel learns nothing of how it is moderated; who helps decides nothing', async () => {
  const stranger = await someone();
  for (const path of ['comment-settings', 'blocked-people', 'moderation-acts'])
    assert.equal((await alone.call(stranger, 'GET', `/channels/${alone.channelId}/${path}`)).status, 404);
  assert.equal((await alone.call(stranger, 'GET', `/me/channel-comments?channel=${alone.channelId}`)).status, 404);
  assert.equal((await set({ hold: 'everything' }, stranger)).status, 404);
  assert.equal((await set({ hold: 'everything' }, helper)).body.code, 'interactions.not_allowed');
});

test('what moderators do can be read afterwards', async () => {
  const [videoId, ann] = [newId(), await someone()];
  const { id } = (await alone.say(ann, videoId, 'Hm')).body;
  await alone.call(helper, 'POST', `/comments/${id}/removal`);
  await alone.call(helper, 'POST', `/comments/${id}/removal`);
  await alone.call(owner, 'POST', `/comments/${id}/approval`);
  const acts = (await alone.call(owner, 'GET', `/channels/${alone.channelId}/moderation-acts?limit=2`)).body
    .items as unknown as { act: string; commentId: string; by: { handle: string } }[];
  assert.deepEqual(
    acts.map(({ act, commentId, by }) => [act, commentId, by.handle]),
    [
      ['comment.approved', id, `handle-${alone.owner.slice(-5)}`],
      ['comment.removed', id, `handle-${alone.helper.slice(-5)}`],
    ],
  );
});

test('people report a comment once each; one decision counts for all, and takes the comment away', async () => {
  const [videoId, ann] = [newId(), await someone()];
  const moderator = await alone.service.token({ accountId: newId(), role: 'moderator' });
  const { id } = (await alone.say(ann, videoId, 'Buy this')).body;
  const report = (token: string, body: object) => alone.call(token, 'POST', `/comments/${id}/reports`, body);
  const [bob, eve] = [await someone(), await someone()];
  assert.equal((await report(ann, { reason: 'spam' })).body.code, 'interactions.own_thing');
  assert.equal((await report(bob, { reason: 'boring' })).body.code, 'kernel.validation_failed');
  assert.equal((await report(bob, { reason: 'other' })).status, 204);
  assert.equal((await report(bob, { reason: 'spam', note: 'Look at the link' })).status, 204);
  assert.equal((await report(eve, { reason: 'spam' })).status, 204);
  assert.equal((await alone.call(bob, 'GET', '/admin/reports')).status, 403);
  const list = async (state: string) =>
    ((await alone.call(moderator, 'GET', `/admin/reports?state=${state}`)).body.items as unknown as Reported[]).filter(
      ({ commentId }) => commentId === id,
    );
  const open = await list('open');
  assert.deepEqual(
    open.map(({ reason, note, open: count, comment }) => [reason, note, count, comment?.text]),
    [
      ['spam', '', 2, 'Buy this'],
      ['spam', 'Look at the link', 2, 'Buy this'],
    ],
  );
  const decide = () => alone.call(moderator, 'POST', `/admin/reports/${open[0]?.id}/decision`, { upheld: true });
  assert.equal((await decide()).status, 204);
  assert.equal((await decide()).body.code, 'interactions.report_not_found');
  assert.deepEqual([(await list('open')).length, (await list('upheld')).length], [0, 2]);
  assert.equal((await total(videoId)).total, 0);
  assert.equal((await alone.call(ann, 'GET', `/comments/${id}`)).body.state, 'removed');
});

test('a report without cause leaves everything as it is; who may not see a video cannot report it', async () => {
  const videoId = newId();
  const moderator = await alone.service.token({ accountId: newId(), role: 'moderator' });
  const bob = await someone();
  assert.equal((await alone.call(bob, 'POST', `/videos/${videoId}/reports`, { reason: 'rights' })).status, 204);
  assert.equal((await alone.call(owner, 'POST', `/videos/${videoId}/reports`, { reason: 'rights' })).status, 422);
  const items = (await alone.call(moderator, 'GET', '/admin/reports')).body.items as unknown as (Reported & {
    videoId: string;
  })[];
  const found = items.find((one) => one.videoId === videoId);
  assert.ok(found && found.commentId === null);
  const decision = `/admin/reports/${found.id}/decision`;
  assert.equal((await alone.call(moderator, 'POST', decision, { upheld: false })).status, 204);
  const hidden = newId();
  alone.seenBy.set(hidden, []);
  assert.equal((await alone.call(bob, 'POST', `/videos/${hidden}/reports`, { reason: 'rights' })).status, 404);
});

interface Reported {
  id: string;
  reason: string;
  note: string;
  open: number;
  commentId: string | null;
  comment: { text: string } | null;
}
