import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { create, toBinary } from '@bufbuild/protobuf';
import { ViewerListChangedSchema } from '@kinora/contracts/kinora/videos/v1/events_pb.ts';
import { newId } from '@kinora/kernel';
import { eventually } from '@kinora/testing';
import { authorizeDownload } from '../src/media/authorize-media.ts';
import { setViewerList } from '../src/rpc/set-viewer-list.ts';
import { type PlaybackAlone, startPlayback, Visibility } from './harness.ts';

let service: PlaybackAlone;
before(async () => {
  service = await startPlayback();
});
after(() => service?.stop());

const statusOf = async (path: string) => (await service.media(path)).status;
const later = () => Date.now() + 60_000;
const session = (accountId: string = newId()) => ({ accountId, sessionId: newId() });
const setList = (id: string, version: bigint, accountIds: string[]) =>
  setViewerList.handle(service.context, { list: { id, version, accountIds } } as never, undefined as never);

test('a password of now opens a film, one of before does not, and what it opened ends with it', async () => {
  const film = service.film();
  await film.whole(Visibility.PRIVATE);
  await film.call(Visibility.PASSWORD, 2n, { passwordVersion: 3n });
  const by = (passwordVersion: bigint, videoId = film.videoId) => ({
    opened: { videoId, passwordVersion, grantId: newId() },
  });
  for (const viewer of [undefined, session(), by(2n), by(4n), by(3n, newId())])
    assert.equal(await service.pathOf(film.videoId, viewer), undefined);
  const opened = await service.plays(film.videoId, by(3n));
  const own = await service.plays(film.videoId, session(film.ownerId));
  for (const path of [opened, own]) assert.equal(await statusOf(`${path}360p/0.m4s`), 200);
  const key = opened.split('/')[2] ?? '';
  const ofAnother = service.context.tokens.sign(key, { ...session(), epoch: 1, expiresAtMs: later() });
  for (const path of [`/media/${key}/`, `/media/${key}/${ofAnother}/`])
    assert.equal(await statusOf(`${path}360p/0.m4s`), 404);
  // Who watches one film counts for no other.
  const other = service.film();
  await other.whole(Visibility.PASSWORD);
  for (const [id, status] of [
    [film.videoId, 204],
    [other.videoId, 404],
  ] as const)
    assert.equal(await beaconFrom(id, `${opened}master.m3u8`), status);
  assert.equal(await beaconFrom(film.videoId, '/media/x'), 404);
  // Only the owner may take a file along.
  assert.equal(await mayTakeAlong(opened), false);
  assert.equal(await mayTakeAlong(own), true);

  await film.call(Visibility.PASSWORD, 3n, { passwordVersion: 4n });
  for (const path of [opened, own]) assert.equal(await statusOf(`${path}360p/0.m4s`), 410);
  assert.equal(await service.pathOf(film.videoId, by(3n)), undefined);
  assert.equal(await statusOf(`${await service.plays(film.videoId, by(4n))}360p/0.m4s`), 200);
});

test('what stands for a password opens nothing that asks for an account', async () => {
  const list = newId();
  const member = newId();
  for (const visibility of [Visibility.PRIVATE, Visibility.MEMBERS]) {
    const film = service.film();
    await film.whole(Visibility.PRIVATE);
    await film.call(visibility, 2n, { viewerListId: list });
    await setList(list, 1n, [member]);
    const [, , key = ''] = (await service.plays(film.videoId, session(film.ownerId))).split('/');
    const token = service.context.tokens.sign(key, {
      accountId: '',
      sessionId: newId(),
      epoch: 0,
      expiresAtMs: later(),
    });
    assert.equal(await statusOf(`/media/${key}/${token}/360p/0.m4s`), 404);
    const opened = { videoId: film.videoId, passwordVersion: 0n, grantId: newId() };
    assert.equal(await service.pathOf(film.videoId, { opened }), undefined);
  }
});

test('who is on the list plays a film of members, and who is taken off it is refused while others go on', async () => {
  const film = service.film();
  const list = newId();
  const [ann, ben] = [session(), session()];
  await film.whole(Visibility.PRIVATE);
  await film.call(Visibility.MEMBERS, 2n, { viewerListId: list });
  assert.equal(await service.pathOf(film.videoId, ann), undefined, 'nobody is on a list that is not known');
  await setList(list, 1n, [ann.accountId, ben.accountId]);
  const paths = { ann: await service.plays(film.videoId, ann), ben: await service.plays(film.videoId, ben) };
  for (const path of Object.values(paths)) {
    assert.equal(await statusOf(`${path}360p/0.m4s`), 200);
    assert.equal(await mayTakeAlong(path), false);
  }
  assert.equal(await service.pathOf(film.videoId, session()), undefined);

  await film.call(Visibility.MEMBERS, 3n, { viewerListId: list, downloads: true });
  assert.equal(await mayTakeAlong(paths.ben), true);

  await setList(list, 3n, [ben.accountId]);
  assert.equal(await mayTakeAlong(paths.ann), false);
  assert.equal(await statusOf(`${paths.ann}360p/0.m4s`), 404);
  assert.equal(await statusOf(`${paths.ben}360p/0.m4s`), 200);
  assert.equal(await service.pathOf(film.videoId, ann), undefined);

  // What was told before comes late.
  await setList(list, 2n, [ann.accountId]);
  assert.equal(await statusOf(`${paths.ann}360p/0.m4s`), 404);
  await tell(list, 4n, []);
  await eventually('the event alone does it too', async () => (await statusOf(`${paths.ben}360p/0.m4s`)) === 404);

  const other = newId();
  await setList(other, 1n, [ann.accountId]);
  await film.call(Visibility.MEMBERS, 4n, { viewerListId: other });
  assert.equal(await statusOf(`${paths.ben}360p/0.m4s`), 410, 'another list is another key');
  assert.equal(await statusOf(`${await service.plays(film.videoId, ann)}360p/0.m4s`), 200);
});

async function beaconFrom(videoId: string, media: string): Promise<number> {
  const beacon = { viewId: crypto.randomUUID(), positionMs: 1, watchedMs: 1, durationMs: 1, media };
  const answer = await fetch(`${service.url}/api/v1/videos/${videoId}/beacons`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(beacon),
  });
  return answer.status;
}

async function mayTakeAlong(path: string): Promise<boolean> {
  const [, , key = '', token] = path.split('/');
  return authorizeDownload(service.context, key, token).then(
    () => true,
    () => false,
  );
}

async function tell(id: string, version: bigint, accountIds: string[]): Promise<void> {
  const payload = toBinary(
    ViewerListChangedSchema,
    create(ViewerListChangedSchema, { list: { id, version, accountIds } }),
  );
  await service.tell({ id, producer: 'videos', type: ViewerListChangedSchema.typeName, payload });
}
