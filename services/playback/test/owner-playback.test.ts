import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '@kinora/kernel';
import { getOwnerPlayback } from '../src/rpc/get-owner-playback.ts';
import { type Film, type PlaybackAlone, startPlayback, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

interface Viewer {
  accountId: string;
  sessionId: string;
}

/** Where the edition plays for this account, as videos would be told; undefined where it does not. */
async function pathFor(film: Film, viewer: Viewer, videoId = film.videoId): Promise<string | undefined> {
  const request = { videoId, edition: film.edition, accountEpoch: 1n, ...viewer };
  const answer = await getOwnerPlayback.handle(service.context, request as never, undefined as never);
  return (answer as { playback?: { basePath: string } }).playback?.basePath;
}

const status = async (path: string) => {
  const answer = await service.media(path);
  await answer.arrayBuffer();
  return answer.status;
};
const shows = async (path: string) => (await service.media(`${path}360p/0.m4s`)).text();

/** A public film whose place another edition took, and who owns it. */
async function replaced(
  options: Parameters<Film['planned']>[0] = {},
): Promise<{ film: Film; next: Film; owner: Viewer }> {
  const film = service.film();
  await film.whole(Visibility.PUBLIC);
  const next = service.film({ videoId: film.videoId, ownerId: film.ownerId, held: true });
  await next.planned(options);
  await next.segments('360p', 0, 4, { last: true });
  await next.pictures();
  await next.finished();
  await service.caughtUp();
  return { film, next, owner: { accountId: film.ownerId, sessionId: newId() } };
}

test('an edition whose place another took is shown to its owner, and to nobody else', async () => {
  const { film, next, owner } = await replaced();
  await film.call(Visibility.PUBLIC, 2n, { downloads: true });
  const path = (await pathFor(film, owner)) ?? assert.fail('it plays');
  assert.match(await shows(path), new RegExp(film.edition));
  assert.equal(await status(`${path}storyboard.vtt`), 200);
  assert.equal((await service.media(`${path}360p/0.m4s`)).headers.get('cache-control')?.includes('private'), true);
  assert.match(await shows(await service.plays(film.videoId)), new RegExp(next.edition), 'what plays goes on');

  const [, media, key = '', token = ''] = path.split('/');
  const stranger = { accountId: newId(), sessionId: newId() };
  const otherToken = service.context.tokens.sign(key, { ...stranger, epoch: 1, expiresAtMs: Date.now() + 60_000 });
  for (const other of [`/${media}/${key}/`, `/${media}/${key}/${otherToken}/`, `/${media}/${key}/${token.slice(1)}/`])
    assert.equal(await status(`${other}360p/0.m4s`), 404, other);
  assert.equal(await status(`/${media}/${key}/download/360p.mp4`), 404);
  assert.equal(await pathFor(film, stranger), undefined);
  assert.equal(await pathFor(film, { accountId: '', sessionId: '' }), undefined);
});

test('it is one address until half of its time is over, and none longer than files stay', async () => {
  const { film, owner } = await replaced();
  const first = (await pathFor(film, owner)) ?? assert.fail('it plays');
  assert.equal(await pathFor(film, owner), first);
  const endIn = (hours: number) =>
    service.database.query
      .updateTable('media_keys')
      .set({ ended_at: new Date(Date.now() + hours * 3_600_000) })
      .where('edition_id', '=', film.edition)
      .where('owner_only', '=', true)
      .execute();
  await endIn(5);
  const second = (await pathFor(film, owner)) ?? assert.fail('it plays');
  assert.notEqual(second, first);
  const { ended_at: endsAt } = await service.database.query
    .selectFrom('media_keys')
    .select('ended_at')
    .where('key', '=', second.split('/')[2] ?? '')
    .executeTakeFirstOrThrow();
  assert.ok(Number(endsAt) - Date.now() <= 12 * 3_600_000);
  await endIn(-1);
  service.context.leases.forgetVideo(film.videoId);
  assert.equal(await status(`${second}360p/0.m4s`), 410);
});

test('all of a film is kept while parts of it are shown, however long ago it was watched', async () => {
  for (const shownMs of [[0, 8000] as [number, number], undefined]) {
    const { film, owner } = await replaced(shownMs && { shownMs });
    await service.database.query
      .updateTable('media_keys')
      .set({ ended_at: new Date(Date.now() - 2 * 3_600_000) })
      .where('edition_id', '=', film.edition)
      .execute();
    await service.context.index.forgetReplaced();
    assert.equal((await pathFor(film, owner)) !== undefined, shownMs !== undefined);
  }
});

test('a change of the rule and the end of the video end it', async () => {
  const { film, next, owner } = await replaced();
  const path = (await pathFor(film, owner)) ?? assert.fail('it plays');
  await next.call(Visibility.UNLISTED, 2n);
  assert.equal(await status(`${path}360p/0.m4s`), 410);
  const again = (await pathFor(film, owner)) ?? assert.fail('it plays again');
  assert.match(await shows(again), new RegExp(film.edition));
  await next.deleted(3n);
  await service.caughtUp();
  service.context.leases.forgetVideo(film.videoId);
  assert.equal(await status(`${again}360p/0.m4s`), 410);
  assert.equal(await pathFor(film, owner), undefined);
});

test('an edition of another video, or one that is not whole, is not shown', async () => {
  const { film, owner } = await replaced();
  const { film: other } = await replaced();
  assert.equal(await pathFor(other, owner, film.videoId), undefined);
  const next = service.film({ videoId: film.videoId, ownerId: film.ownerId, held: true });
  await next.planned();
  await next.segments('360p', 0, 2);
  await service.caughtUp();
  assert.equal(await pathFor(next, owner), undefined);
});
