import assert from 'node:assert/strict';
import { ApiError, createClient } from '@kinora/sdk';
import { eventually, registerAccount } from '@kinora/testing';
import { scenario } from '../scenario.ts';

const isCode = (code: string) => (error: unknown) => error instanceof ApiError && error.code === code;

scenario(
  'people meet around a video: they follow, like, comment, and nobody sees what is not theirs',
  async (platform, step) => {
    const [maker, viewer, other] = await Promise.all([
      registerAccount(platform, { name: 'Meeting Maker' }),
      registerAccount(platform, { name: 'Meeting Viewer' }),
      registerAccount(platform, { name: 'Meeting Other' }),
    ]);
    const visitor = createClient({ baseUrl: platform.url });
    const [channel] = await maker.client.channels.mine();
    assert.ok(channel);
    const film = { sizeBytes: 1000, fileName: 'film.mp4' };
    const video = await maker.client.videos.create({ ...film, title: 'The meeting', visibility: 'unlisted' });

    await step('a follower is counted, everywhere', async () => {
      assert.equal((await viewer.client.subscriptions.follow(channel.id, 'all')).subscribers, 1);
      await eventually('the channel knows it', async () => {
        const { subscriberCount } = await visitor.channels.get(channel.id);
        return subscriberCount === 1;
      });
      assert.equal((await other.client.subscriptions.get(channel.id)).subscribed, false);
      await assert.rejects(maker.client.subscriptions.follow(channel.id), isCode('subscriptions.own_channel'));
    });
    await step('likes of many at once are counted once each, everywhere', async () => {
      await Promise.all([viewer, other, viewer, other].map(({ client }) => client.reactions.set(video.id, 'like')));
      await other.client.reactions.set(video.id, 'dislike');
      const { likes, dislikes, mine } = await viewer.client.reactions.get(video.id);
      assert.deepEqual([likes, dislikes, mine], [1, 1, 'like']);
      await eventually('the video knows it', async () => (await visitor.videos.get(video.id)).likes === 1);
      assert.deepEqual(
        (await viewer.client.reactions.liked()).items.map(({ id }) => id),
        [video.id],
      );
    });
    await step('they comment, answer, and name each other', async () => {
      const [handle] = (await other.client.channels.mine()).map((one) => one.handle);
      const said = await viewer.client.comments.write(video.id, { text: `Look, @${handle}` });
      assert.deepEqual(
        said.mentions.map((mention) => mention.handle),
        [handle],
      );
      const answer = await maker.client.comments.write(video.id, { text: 'Thank you', parentId: said.id });
      assert.ok(answer.byCreator);
      assert.equal((await maker.client.comments.heart(said.id, true)).hearted, true);
      await assert.rejects(other.client.comments.pin(said.id, true), isCode('interactions.not_allowed'));
      const page = await visitor.comments.list(video.id);
      assert.deepEqual([page.total, page.items[0]?.replies, page.items[0]?.hearted], [2, 1, true]);
      await eventually('the video knows it', async () => (await visitor.videos.get(video.id)).comments === 2);
    });
    await step('what becomes private takes along what was said about it', async () => {
      const [said] = (await viewer.client.comments.list(video.id)).items;
      assert.ok(said);
      await maker.client.videos.update(video.id, { visibility: 'private' });
      await eventually('nobody else reads it', () =>
        viewer.client.comments.get(said.id).then(() => false, isCode('interactions.comment_not_found')),
      );
      await assert.rejects(viewer.client.comments.list(video.id), isCode('interactions.video_not_found'));
      await assert.rejects(
        viewer.client.comments.write(video.id, { text: 'Still here?' }),
        isCode('interactions.video_not_found'),
      );
      await assert.rejects(viewer.client.reactions.set(video.id, null), isCode('interactions.video_not_found'));
      assert.deepEqual((await viewer.client.reactions.liked()).items, []);
      assert.equal((await maker.client.comments.list(video.id)).total, 2);
    });
    await step('a password opens what is said as well', async () => {
      await maker.client.videos.update(video.id, { visibility: 'password', password: 'sesame' });
      const { grant } = await viewer.client.videos.open(video.id, 'sesame');
      await assert.rejects(viewer.client.comments.list(video.id), isCode('interactions.video_not_found'));
      assert.equal((await viewer.client.comments.list(video.id, {}, grant)).total, 2);
      await viewer.client.comments.write(video.id, { text: 'Inside' }, grant);
    });
    await step('whoever is blocked says nothing more, and held words wait', async () => {
      await maker.client.videos.update(video.id, { visibility: 'unlisted' });
      await maker.client.comments.setSettings(channel.id, {
        hold: 'nothing',
        blockedWords: ['fish'],
        slowModeSeconds: 0,
      });
      const { id, state } = await eventually('it can be seen again', () =>
        other.client.comments.write(video.id, { text: 'Fish!' }),
      );
      assert.equal(state, 'held');
      assert.deepEqual(
        (await maker.client.comments.inMyChannels({ channel: channel.id, state: 'held' })).items.map((one) => one.id),
        [id],
      );
      await maker.client.comments.blockAuthor(id);
      await assert.rejects(other.client.comments.write(video.id, { text: 'Why?' }), isCode('interactions.blocked'));
      const acts = (await maker.client.comments.moderationActs(channel.id)).items.map(({ act, person }) => [
        act,
        person?.name ?? null,
      ]);
      assert.deepEqual(acts, [
        ['person.blocked', 'Meeting Other'],
        ['settings.changed', null],
      ]);
    });
  },
);
