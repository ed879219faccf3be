import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { VideoDeletedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { startInteractions } from './start-interactions.ts';

let alone: Awaited<ReturnType<typeof startInteractions>>;
before(async () => {
  alone = await startInteractions();
});
after(() => alone?.service.stop());

const like = (token: string, videoId: string, reaction = 'like') =>
  alone.call(token, 'PUT', `/videos/${videoId}/reaction`, { reaction });
const take = (token: string, videoId: string) => alone.call(token, 'DELETE', `/videos/${videoId}/reaction`);
const read = (videoId: string, token = '') => alone.call(token, 'GET', `/videos/${videoId}/reaction`);

test('an account likes a video once, dislikes it instead, and takes that back', async () => {
  const videoId = newId();
  const token = await alone.service.token({ accountId: newId() });
  assert.deepEqual((await like(token, videoId)).body, { likes: 1, dislikes: 0, comments: 0, mine: 'like' });
  assert.equal((await like(token, videoId)).body.likes, 1);
  assert.deepEqual((await like(token, videoId, 'dislike')).body, {
    likes: 0,
    dislikes: 1,
    comments: 0,
    mine: 'dislike',
  });
  assert.equal((await read(videoId, token)).body.mine, 'dislike');
  assert.deepEqual((await take(token, videoId)).body, { likes: 0, dislikes: 0, comments: 0, mine: null });
  assert.deepEqual((await read(videoId)).body, { likes: 0, dislikes: 0, comments: 0, mine: null });
});

test('a hundred likes, dislikes and changes of mind at once: the counts are those of the rows', async () => {
  const videoId = newId();
  const tokens = await Promise.all(Array.from({ length: 100 }, () => alone.service.token({ accountId: newId() })));
  await Promise.all(
    tokens.flatMap((token, index) => {
      if (index % 3 === 0) return [like(token, videoId), take(token, videoId)];
      if (index % 3 === 1) return [like(token, videoId), like(token, videoId, 'dislike')];
      return [like(token, videoId), take(token, videoId), like(token, videoId)];
    }),
  );
  const mine = await Promise.all(tokens.map(async (token) => (await read(videoId, token)).body.mine));
  const { likes, dislikes } = (await read(videoId)).body;
  assert.equal(likes, mine.filter((one) => one === 'like').length);
  assert.equal(dislikes, mine.filter((one) => one === 'dislike').length);
  assert.ok(likes > 0);
});

test('a video that somebody may not see is not there for them, also to like', async () => {
  const videoId = newId();
  const friend = newId();
  alone.seenBy.set(videoId, [friend]);
  const stranger = await alone.service.token({ accountId: newId() });
  for (const answer of [await like(stranger, videoId), await take(stranger, videoId), await read(videoId)])
    assert.deepEqual([answer.status, answer.body.code], [404, 'interactions.video_not_found']);
  assert.equal((await like(await alone.service.token({ accountId: friend }), videoId)).status, 200);
  const opened = await alone.call(stranger, 'GET', `/videos/${videoId}/reaction`, undefined, {
    'video-grant': 'sesame',
  });
  assert.equal(opened.body.likes, 1);
});

test('what makes no sense is refused', async () => {
  const token = await alone.service.token();
  assert.equal((await like(token, newId(), 'love')).body.code, 'kernel.validation_failed');
  assert.equal((await like('', newId())).status, 401);
});

test('whoever is gone likes nothing any more', async () => {
  const videoId = newId();
  const accountId = newId();
  await like(await alone.service.token({ accountId }), videoId);
  await like(await alone.service.token({ accountId: newId() }), videoId);
  await alone.service.tell({
    type: AccountDeletedSchema.typeName,
    producer: 'identity',
    id: accountId,
    payload: toBinary(AccountDeletedSchema, create(AccountDeletedSchema, { accountId })),
  });
  await eventually('one like is left', async () => (await read(videoId)).body.likes === 1);
});

test('a deleted video keeps nothing and takes nothing', async () => {
  const videoId = newId();
  const token = await alone.service.token({ accountId: newId() });
  await like(token, videoId);
  const { id } = (await alone.say(token, videoId, 'First')).body;
  await alone.say(token, videoId, 'An answer', id);
  await alone.service.tell({
    type: VideoDeletedSchema.typeName,
    producer: 'videos',
    id: videoId,
    payload: toBinary(VideoDeletedSchema, create(VideoDeletedSchema, { videoId })),
  });
  await eventually(
    'its comments are gone',
    async () => (await alone.call(token, 'GET', `/comments/${id}`)).status === 404,
  );
  assert.equal((await like(token, videoId)).status, 404);
  assert.equal((await alone.say(token, videoId, 'Second')).status, 404);
});
