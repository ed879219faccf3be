import assert from 'node:assert/strict';
import { makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertProblem, request } from '../http.ts';
import { scenario } from '../scenario.ts';

const NO_END = { videos: [], withNewest: false, newest: null, withChannel: false };

scenario('cards and the end of a video lead to others, as far as each viewer may see them', async (platform, step) => {
  const [owner, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const { client } = owner;
  const film = await makeFilm();
  const upload = async (title: string, visibility: 'public' | 'private') => {
    const { id } = await uploadFilm(client, film, { title, visibility });
    await waitForState(client, id, 'ready');
    return id;
  };
  const [id, shown, hidden] = await Promise.all([
    upload('With cards', 'public'),
    upload('Shown', 'public'),
    upload('Hidden', 'private'),
  ]);
  const address = `${platform.url}/api/v1/videos/${id}/cards`;
  const theirs = () => stranger.client.videos.cards(id);
  const idsOf = (videos: readonly { id: string }[]) => videos.map((video) => video.id);

  await step('without any there are none', async () => {
    assert.deepEqual(await theirs(), { cards: [], endScreen: null });
    assert.equal((await stranger.client.videos.get(id)).hasCards, false);
  });
  await step('what leads nowhere is refused, and nothing is changed', async () => {
    const put = (change: object) => request(address, { method: 'PUT', client, json: change });
    const card = (videoId: string | null, startMs = 0) => ({ cards: [{ startMs, videoId }], endScreen: null });
    const foreign = await stranger.client.videos.create({ title: 'Theirs', visibility: 'private' });
    for (const target of ['nothing', id, foreign.id])
      await assertProblem(await put(card(target)), 422, 'videos.card_leads_nowhere');
    await assertProblem(await put(card(null, 3_600_000)), 422, 'kernel.validation_failed');
    await assertProblem(
      await put({ ...card(null), endScreen: { videoIds: [foreign.id], newest: true, channel: true } }),
      422,
    );
    const two = [0, 0].map((startMs) => ({ startMs, videoId: null }));
    await assertProblem(await put({ cards: two, endScreen: null }), 422, 'kernel.validation_failed');
    const six = Array.from({ length: 6 }, (_, index) => ({ startMs: index, videoId: null }));
    await assertProblem(await put({ cards: six, endScreen: null }), 422, 'kernel.validation_failed');
    const theirPut = await request(address, { method: 'PUT', client: stranger.client, json: card(null) });
    await assertProblem(theirPut, 404, 'videos.not_found');
    assert.deepEqual(await theirs(), { cards: [], endScreen: null });
  });
  await step('each viewer is led to what they may see, in the order of time', async () => {
    const cards = [
      { startMs: 900, videoId: shown },
      { startMs: 0, videoId: null },
      { startMs: 400, videoId: hidden },
    ];
    const mine = await client.videos.putCards(id, {
      cards,
      endScreen: { videoIds: [hidden, shown], newest: true, channel: true },
    });
    assert.deepEqual(
      mine.cards.map(({ startMs, video }) => [startMs, video?.id ?? null]),
      [
        [0, null],
        [400, hidden],
        [900, shown],
      ],
    );
    assert.deepEqual(idsOf(mine.endScreen?.videos ?? []), [hidden, shown]);
    const seen = await theirs();
    assert.deepEqual(
      seen.cards.map(({ startMs, video }) => [startMs, video?.id ?? null]),
      [
        [0, null],
        [900, shown],
      ],
    );
    assert.deepEqual(idsOf(seen.endScreen?.videos ?? []), [shown]);
    assert.equal(seen.endScreen?.newest, null, 'neither itself nor one that is chosen already');
    assert.equal((await stranger.client.videos.get(id)).hasCards, true);
  });
  await step('the newest of the channel is offered as it comes and goes', async () => {
    const newest = await upload('Newest', 'public');
    assert.equal((await theirs()).endScreen?.newest?.id, newest);
    await client.videos.delete(newest);
    assert.equal((await theirs()).endScreen?.newest, null);
    await client.videos.update(shown, { visibility: 'private' });
    assert.deepEqual(await theirs(), {
      cards: [{ startMs: 0, video: null }],
      endScreen: { ...NO_END, withNewest: true, withChannel: true },
    });
  });
  await step('they are not told of a video that may not be seen', async () => {
    await client.videos.update(id, { visibility: 'private' });
    await assertProblem(await request(address, { client: stranger.client }), 404, 'videos.not_found');
    const empty = { videoIds: [], newest: false, channel: false };
    assert.deepEqual(await client.videos.putCards(id, { cards: [], endScreen: empty }), { cards: [], endScreen: null });
    assert.equal((await client.videos.get(id)).hasCards, false);
  });
});
