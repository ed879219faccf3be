import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { startVideos } from './start-videos.ts';

let videos: Awaited<ReturnType<typeof startVideos>>;
let owner: string;
const ids: Record<string, string> = {};

/** Title, what it takes, views, who may see it. */
const MADE = [
  ['banana', 30n, 5, 'public'],
  ['Apple 100%', 10n, 9, 'private'],
  ['cherry', 0n, 0, 'unlisted'],
  ['Äpfel', 20n, 5, 'private'],
  ['apple_tree', 30n, 1, 'private'],
] as const;

before(async () => {
  videos = await startVideos();
  owner = await videos.service.token();
  for (const [title, bytes, views, visibility] of MADE) {
    const id = await videos.make(owner, { title, visibility });
    ids[title] = id;
    if (bytes > 0n) videos.stored.set(id, bytes);
    await videos.database.query.updateTable('videos').set({ views }).where('id', '=', id).execute();
  }
  await videos.make(await videos.service.token(), { title: 'of another' });
});
after(() => videos?.service.stop());

interface Mine {
  items: { id: string; title: string; storedBytes: number | null }[];
  nextCursor: string | null;
}

/** All titles of a list, two by two; beyond the first page the cursor alone says what is asked for. */
async function walk(query: string): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const place: string = cursor ? `cursor=${encodeURIComponent(cursor)}` : query;
    const { status, body } = await videos.call<Mine>(owner, 'GET', `/me/videos?limit=2&${place}`);
    assert.equal(status, 200, JSON.stringify(body));
    seen.push(...body.items.map(({ title }) => title));
    cursor = body.nextCursor;
  } while (cursor);
  return seen;
}

test('my videos are sorted by date, title, views and what they take, from either end and page by page', async () => {
  const titles = MADE.map(([title]) => title);
  assert.deepEqual(await walk(''), titles.toReversed());
  assert.deepEqual(await walk('order=asc'), titles);
  const byTitle = await walk('sort=title&order=asc');
  assert.deepEqual(
    byTitle.filter((title) => title !== 'Äpfel'),
    ['Apple 100%', 'apple_tree', 'banana', 'cherry'],
  );
  assert.deepEqual(await walk('sort=title'), byTitle.toReversed());
  const byViews = ['Apple 100%', 'Äpfel', 'banana', 'apple_tree', 'cherry'];
  assert.deepEqual(await walk('sort=views'), byViews);
  assert.deepEqual(await walk('sort=views&order=asc'), byViews.toReversed());
  const bySize = ['apple_tree', 'banana', 'Äpfel', 'Apple 100%', 'cherry'];
  assert.deepEqual(await walk('sort=size'), bySize);
  assert.deepEqual(await walk('sort=size&order=asc'), bySize.toReversed());
});

test('my videos are searched by title, and chosen by state and by who may see them, also page by page', async () => {
  assert.deepEqual(await walk('title=APPLE&sort=title&order=asc'), ['Apple 100%', 'apple_tree']);
  // Signs of the database's patterns stand for themselves.
  assert.deepEqual(await walk('title=100%25'), ['Apple 100%']);
  assert.deepEqual(await walk('title=e_t'), ['apple_tree']);
  assert.deepEqual(await walk('title=%25_%25'), []);
  assert.deepEqual(await walk('title=%5C'), []);
  assert.deepEqual(await walk('visibility=private'), ['apple_tree', 'Äpfel', 'Apple 100%']);
  assert.deepEqual(await walk('visibility=private&sort=size'), ['apple_tree', 'Äpfel', 'Apple 100%']);
  assert.deepEqual(await walk('state=failed'), []);
  const states: Record<string, object> = {
    failed: { failure_code: 'corrupt', complete: true },
    ready: { failure_code: null, complete: true, playable: true },
    playable: { complete: false },
    processing: { playable: false, upload_state: 'completed' },
    uploading: { upload_state: 'started' },
    draft: { upload_state: 'none' },
  };
  for (const [state, columns] of Object.entries(states)) {
    await videos.database.query
      .updateTable('videos')
      .set(columns)
      .where('id', '=', ids.cherry ?? '')
      .execute();
    assert.ok((await walk(`state=${state}`)).includes('cherry'), state);
    const { body } = await videos.call<{ items: { title: string; state: string }[] }>(owner, 'GET', '/me/videos');
    assert.equal(body.items.find(({ title }) => title === 'cherry')?.state, state);
  }
});

test('the list is there without what videos take, and a cursor is for whoever got it, however long its titles', async () => {
  const read = async (query = '') => (await videos.call<Mine>(owner, 'GET', `/me/videos?${query}`)).body;
  const sizes = (list: Mine) => Object.fromEntries(list.items.map(({ title, storedBytes }) => [title, storedBytes]));
  assert.equal(sizes(await read()).cherry, 0);
  videos.away.add('uploads');
  assert.equal(sizes(await read()).banana, null);
  assert.equal((await videos.call(owner, 'GET', '/me/videos?sort=size')).status, 503);
  videos.away.delete('uploads');
  const { nextCursor } = await read('limit=1');
  const another = await videos.service.token();
  const taken = await videos.call(another, 'GET', `/me/videos?cursor=${encodeURIComponent(nextCursor ?? '')}`);
  assert.equal(taken.status, 400, 'it is of somebody else');
  assert.equal((await videos.call(owner, 'GET', `/me/videos?channel=${newId()}`)).status, 200);
  const long = '水'.repeat(100);
  for (let count = 0; count < 3; count++) await videos.make(owner, { title: long });
  assert.equal((await walk(`sort=title&title=${encodeURIComponent(long)}`)).length, 3);
});
