import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import type { InteractionsTables } from '../src/store/tables.ts';
import type { InteractionsAlone } from './start-interactions.ts';

/** Each holds on the service as it is, and must fail on a copy in which the defence that it is about is off. */
export type Attack = (alone: InteractionsAlone) => Promise<void>;

const someone = (alone: InteractionsAlone) => alone.service.token({ accountId: newId() });
const code = async (answer: Promise<{ body: { code: string } }>) => (await answer).body.code;

async function settle(alone: InteractionsAlone, settings: object): Promise<void> {
  const token = await alone.service.token({ accountId: alone.owner });
  const path = `/channels/${alone.channelId}/comment-settings`;
  const all = { hold: 'nothing', blockedWords: [], slowModeSeconds: 0, ...settings };
  assert.equal((await alone.call(token, 'PUT', path, all)).status, 200);
}

/** Of a video that one may not see nothing is there, whatever is asked for. */
export const hidesWhatIsNotSeen: Attack = async (alone) => {
  const [videoId, friend] = [newId(), newId()];
  alone.seenBy.set(videoId, [friend]);
  const { id } = (await alone.say(await alone.service.token({ accountId: friend }), videoId, 'Between us')).body;
  const stranger = await someone(alone);
  for (const [method, path, body] of [
    ['GET', `/comments/${id}`],
    ['GET', `/comments/${id}/replies`],
    ['PUT', `/comments/${id}/reaction`, { reaction: 'like' }],
    ['POST', `/comments/${id}/reports`, { reason: 'spam' }],
    ['GET', `/videos/${videoId}/comments`],
    ['POST', `/videos/${videoId}/comments`, { text: 'Me too' }],
    ['PUT', `/videos/${videoId}/reaction`, { reaction: 'like' }],
    ['GET', `/videos/${videoId}/reaction`],
  ] as const) {
    assert.equal((await alone.call(stranger, method, path, body)).status, 404, `${method} ${path}`);
  }
};

export const onlyAuthorsEdit: Attack = async (alone) => {
  const { id } = (await alone.say(await someone(alone), newId(), 'Mine')).body;
  const stranger = await someone(alone);
  assert.equal(await code(alone.call(stranger, 'PATCH', `/comments/${id}`, { text: 'x' })), 'interactions.not_yours');
};

export const onlyAuthorsDelete: Attack = async (alone) => {
  const { id } = (await alone.say(await someone(alone), newId(), 'Mine')).body;
  assert.equal(await code(alone.call(await someone(alone), 'DELETE', `/comments/${id}`)), 'interactions.not_yours');
};

export const onlyAuthorsRestore: Attack = async (alone) => {
  const ann = await someone(alone);
  const { id } = (await alone.say(ann, newId(), 'Mine')).body;
  await alone.call(ann, 'DELETE', `/comments/${id}`);
  assert.equal((await alone.call(await someone(alone), 'POST', `/comments/${id}/restoration`)).status, 404);
};

export const onlyCreatorsPin: Attack = async (alone) => {
  const { id } = (await alone.say(await someone(alone), newId(), 'Pin me')).body;
  const moderator = await alone.service.token({ accountId: newId(), role: 'moderator' });
  for (const token of [await someone(alone), moderator])
    assert.equal(await code(alone.call(token, 'PUT', `/comments/${id}/pin`)), 'interactions.not_allowed');
};

export const onlyModeratorsRemove: Attack = async (alone) => {
  const { id } = (await alone.say(await someone(alone), newId(), 'Stay')).body;
  const removal = alone.call(await someone(alone), 'POST', `/comments/${id}/removal`);
  assert.equal(await code(removal), 'interactions.not_allowed');
};

export const heldIsNotRead: Attack = async (alone) => {
  await settle(alone, { hold: 'everything' });
  const { id } = (await alone.say(await someone(alone), newId(), 'Wait')).body;
  assert.equal((await alone.call(await someone(alone), 'GET', `/comments/${id}`)).status, 404);
  await settle(alone, {});
};

/** What was let through cannot be turned into what would have been held. */
export const editsAreHeld: Attack = async (alone) => {
  await settle(alone, { blockedWords: ['scam'] });
  const ann = await someone(alone);
  const { id } = (await alone.say(ann, newId(), 'Nice')).body;
  assert.equal((await alone.call(ann, 'PATCH', `/comments/${id}`, { text: 'A scam' })).body.state, 'held');
  await settle(alone, {});
};

export const blockedSayNothing: Attack = async (alone) => {
  const [ann, videoId] = [await someone(alone), newId()];
  const { id } = (await alone.say(ann, videoId, 'Spam')).body;
  const owner = await alone.service.token({ accountId: alone.owner });
  await alone.call(owner, 'POST', `/comments/${id}/author-block`);
  assert.equal(await code(alone.say(ann, videoId, 'More')), 'interactions.blocked');
};

export const slowModeHolds: Attack = async (alone) => {
  await settle(alone, { slowModeSeconds: 60 });
  const [ann, videoId] = [await someone(alone), newId()];
  const said = await Promise.all([alone.say(ann, videoId, 'One'), alone.say(ann, videoId, 'Two')]);
  assert.deepEqual(said.map(({ status }) => status).sort(), [201, 429]);
  await settle(alone, {});
};

export const floodsEnd: Attack = async (alone) => {
  const [ann, videoId] = [await someone(alone), newId()];
  const most = alone.service.context.config.COMMENTS_PER_MINUTE;
  const said = await Promise.all(Array.from({ length: most + 5 }, () => alone.say(ann, videoId, 'Flood')));
  assert.equal(said.filter(({ status }) => status === 201).length, most);
};

/** The cursor of one list opens no other. */
export const cursorsStayInTheirList: Attack = async (alone) => {
  const [ann, videoId] = [await someone(alone), newId()];
  for (const text of ['One', 'Two']) await alone.say(ann, videoId, text);
  const { nextCursor } = (await alone.call('', 'GET', `/videos/${videoId}/comments?limit=1`)).body;
  assert.ok(nextCursor);
  const elsewhere = `/videos/${newId()}/comments?cursor=${encodeURIComponent(nextCursor)}`;
  assert.equal(await code(alone.call('', 'GET', elsewhere)), 'kernel.cursor_invalid');
};

export const answersStayWithTheirVideo: Attack = async (alone) => {
  const ann = await someone(alone);
  const { id } = (await alone.say(ann, newId(), 'Here')).body;
  assert.equal((await alone.say(ann, newId(), 'There', id)).status, 404);
};

/** Also by two processes at the same moment: both have begun before either can write. */
export const oneLikeForEach: Attack = async (alone) => {
  const { reactions } = alone.service.context;
  const [videoId, accountId] = [newId(), newId()];
  const wish = { videoId, channelId: alone.channelId, ownerAccountId: alone.owner, accountId, value: 1 } as const;
  await reactions.write([{ ...wish, accountId: newId() }]);
  const beside = await alone.service.engines.database.open<InteractionsTables>({
    service: 'interactions',
    maxConnections: 1,
  });
  // Not in the transaction that holds them up.
  const asOthers = AsyncLocalStorage.snapshot();
  try {
    const both = await beside.transaction(async (transaction) => {
      await sql`lock table reactions in share mode`.execute(transaction);
      const writing = [wish, wish].map((one) => asOthers(() => reactions.write([one])));
      await eventually('both wait', async () => {
        const { rows } = await sql`select from pg_locks where not granted`.execute(transaction);
        return rows.length >= 2;
      });
      return writing;
    });
    await Promise.all(both);
  } finally {
    await beside.close();
  }
  assert.equal((await reactions.counters(videoId)).likes, 2);
};

export const rolesAreAsked: Attack = async (alone) => {
  const path = `/channels/${alone.channelId}/comment-settings`;
  assert.equal((await alone.call(await someone(alone), 'GET', path)).status, 404);
};

export const helpersDecideNothing: Attack = async (alone) => {
  const helper = await alone.service.token({ accountId: alone.helper });
  const settings = { hold: 'everything', blockedWords: [], slowModeSeconds: 0 };
  const put = alone.call(helper, 'PUT', `/channels/${alone.channelId}/comment-settings`, settings);
  assert.equal(await code(put), 'interactions.not_allowed');
};
