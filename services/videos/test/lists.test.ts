import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { sql } from 'kysely';
import { startVideos } from './start-videos.ts';

interface Page {
  items: { id: string }[];
  nextCursor: string | null;
}

let videos: Awaited<ReturnType<typeof startVideos>>;
before(async () => {
  videos = await startVideos();
});
after(() => videos?.service.stop());

const readPage = async (query: string) => (await videos.call<Page>(undefined, 'GET', `/videos?${query}`)).body;

/** The ids of all pages; `next` says how a cursor is asked for. */
async function walk(first: string, next: (cursor: string) => string): Promise<string[]> {
  const seen: string[] = [];
  let query: string | null = first;
  while (query !== null) {
    const page: Page = await readPage(query);
    seen.push(...page.items.map(({ id }) => id));
    query = page.nextCursor && next(encodeURIComponent(page.nextCursor));
  }
  return seen;
}

test('pages follow one another without gaps or repeats, and cursors cannot be altered', async () => {
  const { call, database, make, play, service } = videos;
  const owner = await service.token();
  const made: string[] = [];
  for (let i = 0; i < 7; i++) made.push(await make(owner, { title: `Part ${i}` }));
  for (const id of made) await play(id);
  await eventually('all are listed', async () => {
    const { items } = await readPage('limit=100');
    return made.every((id) => items.some((item) => item.id === id));
  });
  const seen = await walk('limit=3', (cursor) => `limit=3&cursor=${cursor}`);
  assert.equal(new Set(seen).size, seen.length);
  assert.ok(made.every((id) => seen.includes(id)));
  // What was published within one millisecond is in order too: no moment is finer than a cursor can say.
  const finer = await database.query
    .selectFrom('videos')
    .select('id')
    .where(sql<boolean>`published_at <> date_trunc('milliseconds', published_at)`)
    .execute();
  assert.deepEqual(finer, []);
  assert.equal((await call(undefined, 'GET', '/videos?cursor=x.y')).status, 400);
  assert.equal((await call(undefined, 'GET', '/videos?limit=101')).status, 422);
});

test('lists are sorted by age from either end and by views, page by page, and a cursor keeps its order', async () => {
  const { call, database, makeFilm, service } = videos;
  const owner = await service.token();
  const channelId = newId();
  const made: string[] = [];
  for (let count = 0; count < 5; count++) made.push(await makeFilm(owner));
  for (const [index, views] of [7, 0, 30, 7, 2].entries()) {
    await database.query
      .updateTable('videos')
      .set({ channel_id: channelId, views, published_at: new Date(Date.UTC(2020, 0, index + 1)) })
      .where('id', '=', made[index] ?? '')
      .execute();
  }
  const orderOf = async (sort: string) => {
    const all = `channel=${channelId}&limit=2`;
    // Beyond the first page the cursor says the order.
    const seen = await walk(`${all}&sort=${sort}`, (cursor) => `${all}&cursor=${cursor}`);
    return seen.map((id) => made.indexOf(id));
  };
  assert.deepEqual(await orderOf('newest'), [4, 3, 2, 1, 0]);
  assert.deepEqual(await orderOf('oldest'), [0, 1, 2, 3, 4]);
  assert.deepEqual(await orderOf('popular'), [2, 3, 0, 4, 1]);
  assert.equal((await call(undefined, 'GET', `/videos?channel=${channelId}&sort=shortest`)).status, 422);
});
