import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { AccountDeletedSchema } from '@kinora/contracts/kinora/identity/v1/events_pb.ts';
import { WatchBatchSchema } from '@kinora/contracts/kinora/playback/v1/events_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually, fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import type { HistoryContext } from '../src/context.ts';
import { history } from '../src/index.ts';
import type { HistoryTables } from '../src/store/tables.ts';

/** Videos that nobody sees any more. */
const hidden = new Set<string>();
let service: ServiceAlone<HistoryContext>;
before(async () => {
  const videos = fakePeer('videos', VideosService, {
    getCards: ({ videoIds }) => ({
      cards: videoIds
        .filter((id) => !hidden.has(id))
        .map((id) => ({
          id,
          title: `The film ${id}`,
          visibility: 'public',
          state: 'ready',
          createdAt: '2026-01-01T00:00:00.000Z',
        })),
    }),
  });
  service = await startServiceAlone({ service: history, peers: [videos] });
});
after(() => service?.stop());

interface Entry {
  positionMs: number;
  video: { id: string };
}
async function call(token: string, method: string, path: string) {
  const answer = await fetch(`${service.url}/api/v1/me${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
  });
  const text = await answer.text();
  return {
    status: answer.status,
    body: (text ? JSON.parse(text) : {}) as { items: Entry[]; nextCursor: string | null; code: string },
  };
}
const ids = async (token: string, path = '/history') =>
  (await call(token, 'GET', path)).body.items.map(({ video }) => video.id);

async function someone() {
  const accountId = newId();
  return { accountId, token: await service.token({ accountId }) };
}

/** As playback tells it. */
async function watch(accountId: string, viewings: { videoId: string; startedAtMs: number; share?: number }[]) {
  const watched = viewings.map(({ videoId, startedAtMs, share = 0.5 }) => ({
    accountId,
    videoId,
    startedAtMs: BigInt(startedAtMs),
    seenAtMs: BigInt(startedAtMs + 10_000),
    positionMs: BigInt(Math.round(share * 60_000)),
    durationMs: 60_000n,
    watchedMs: 10_000n,
  }));
  await service.tell({
    type: WatchBatchSchema.typeName,
    producer: 'playback',
    id: newId(),
    payload: toBinary(WatchBatchSchema, create(WatchBatchSchema, { watched })),
  });
}
const DAY_MS = 86_400_000;
const ago = (days: number) => Date.now() - days * DAY_MS;

test('what somebody watched is listed, the latest first, over months, and belongs to nobody else', async () => {
  const { accountId, token } = await someone();
  await watch(
    accountId,
    [1, 20, 45, 90, 400].map((days) => ({ videoId: `v${days}`, startedAtMs: ago(days) })),
  );
  await eventually('it is there', async () => (await ids(token)).length === 5);
  const seen: string[] = [];
  for (let path = '/history?limit=2'; ; ) {
    const { body } = await call(token, 'GET', path);
    seen.push(...body.items.map(({ video }) => video.id));
    if (!body.nextCursor) break;
    path = `/history?limit=2&cursor=${encodeURIComponent(body.nextCursor)}`;
    assert.equal((await call((await someone()).token, 'GET', path)).body.code, 'kernel.cursor_invalid');
  }
  assert.deepEqual(seen, ['v1', 'v20', 'v45', 'v90', 'v400']);
  assert.deepEqual(await ids((await someone()).token), []);
  assert.deepEqual(await ids(token, '/history?q=FILM+v4'), ['v45', 'v400']);
});

test('what may not be seen any more is left out', async () => {
  const { accountId, token } = await someone();
  const [open, closed] = [newId(), newId()];
  await watch(accountId, [
    { videoId: open, startedAtMs: ago(1) },
    { videoId: closed, startedAtMs: ago(2) },
  ]);
  await eventually('both are there', async () => (await ids(token)).length === 2);
  hidden.add(closed);
  assert.deepEqual(await ids(token), [open]);
  assert.deepEqual(await ids(token, '/continue-watching'), [open]);
});

test('one goes on with what was begun and not ended, where it was left last', async () => {
  const { accountId, token } = await someone();
  await watch(accountId, [
    { videoId: 'begun', startedAtMs: ago(3), share: 0.2 },
    { videoId: 'begun', startedAtMs: ago(1), share: 0.6 },
    { videoId: 'glanced', startedAtMs: ago(2), share: 0.01 },
    { videoId: 'ended', startedAtMs: ago(2), share: 0.99 },
  ]);
  await eventually('all is there', async () => (await ids(token)).length === 4);
  const { items } = (await call(token, 'GET', '/continue-watching')).body;
  assert.deepEqual(
    items.map(({ video, positionMs }) => [video.id, positionMs]),
    [['begun', 36_000]],
  );
});

test('a video is taken out and brought back; all is cleared and brought back; what comes later stays', async () => {
  const { accountId, token } = await someone();
  await watch(accountId, [
    { videoId: 'a', startedAtMs: ago(1) },
    { videoId: 'b', startedAtMs: ago(2) },
  ]);
  await eventually('both are there', async () => (await ids(token)).length === 2);
  assert.equal((await call(token, 'DELETE', '/history/a')).status, 204);
  assert.deepEqual(await ids(token), ['b']);
  assert.deepEqual(await ids(token, '/continue-watching'), ['b']);
  await call(token, 'PUT', '/history/a');
  assert.deepEqual(await ids(token), ['a', 'b']);
  await call(token, 'DELETE', '/history');
  assert.deepEqual(await ids(token), []);
  assert.equal((await call(token, 'POST', '/history/restoration')).status, 204);
  assert.deepEqual(await ids(token), ['a', 'b']);
  assert.equal((await call(token, 'POST', '/history/restoration')).body.code, 'history.too_late');
  await call(token, 'DELETE', '/history');
  await watch(accountId, [{ videoId: 'c', startedAtMs: Date.now() + 1000 }]);
  await eventually('what is watched from now on is there', async () => (await ids(token)).join() === 'c');
});

test('whoever is gone has no history, whatever is heard late', async () => {
  const { accountId } = await someone();
  await watch(accountId, [{ videoId: 'a', startedAtMs: ago(1) }]);
  const rows = async () => (await service.context.watchLog.list(accountId, { limit: 10 })).viewings.length;
  await eventually('it is there', async () => (await rows()) === 1);
  await service.tell({
    type: AccountDeletedSchema.typeName,
    producer: 'identity',
    id: accountId,
    payload: toBinary(AccountDeletedSchema, create(AccountDeletedSchema, { accountId })),
  });
  await eventually('it is gone', async () => (await rows()) === 0);
  const other = await someone();
  await watch(accountId, [{ videoId: 'late', startedAtMs: ago(1) }]);
  await watch(other.accountId, [{ videoId: 'other', startedAtMs: ago(1) }]);
  await eventually('the later one was heard', async () => (await ids(other.token)).length === 1);
  assert.equal(await rows(), 0);
  // No event is kept for that long: the last that is known of them goes too.
  const known = async () => (await service.context.hidden.departedAmong([accountId])).size;
  assert.equal(await known(), 1);
  const database = await service.engines.database.open<HistoryTables>({ service: 'history', maxConnections: 1 });
  await database.query
    .updateTable('departed_accounts')
    .set({ departed_at: new Date(Date.now() - 15 * DAY_MS) })
    .execute();
  await database.close();
  service.context.removing.wake();
  await eventually('they are not known any more', async () => (await known()) === 0);
});
