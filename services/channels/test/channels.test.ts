import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import { newId } from '@kinora/kernel';
import { fakePeer, type ServiceAlone, startServiceAlone } from '@kinora/testing';
import sharp from 'sharp';
import { channels } from '../src/index.ts';

interface Channel {
  id: string;
  handle: string;
  name: string;
  avatarUrl: string | null;
  videoCount: number;
  canEdit: boolean;
}

let service: ServiceAlone<unknown>;
/** What identity says of whoever is asked about next. */
let wished = '';
before(async () => {
  const videos = fakePeer('videos', VideosService, {
    countVideos: ({ channelIds }) => ({ counts: Object.fromEntries(channelIds.map((id) => [id, 7n])) }),
  });
  service = await startServiceAlone({ service: channels, peers: [videos], wishedHandle: () => wished });
});
after(() => service?.stop());

const call = async (
  token: string,
  method: string,
  path: string,
  body?: string | Buffer<ArrayBuffer>,
  type = 'application/json',
) =>
  fetch(`${service.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': type }) },
    ...(body === undefined ? {} : { body }),
  });
async function someone(wish = ''): Promise<{ token: string; channel: Channel }> {
  wished = wish;
  const token = await service.token({ accountId: newId() });
  const { items } = (await (await call(token, 'GET', '/me/channels')).json()) as { items: Channel[] };
  assert.equal(items.length, 1);
  return { token, channel: items[0] as Channel };
}
const code = async (answer: Response) => ((await answer.json()) as { code: string }).code;

test('everybody has a channel of their own, and only one however often they ask', async () => {
  const token = await service.token();
  const answers = await Promise.all(Array.from({ length: 8 }, () => call(token, 'GET', '/me/channels')));
  const ids = new Set<string>();
  for (const answer of answers) for (const { id } of ((await answer.json()) as { items: Channel[] }).items) ids.add(id);
  assert.equal(ids.size, 1);
});

test('the wish of the registration becomes the handle, or one like it where it is taken', async () => {
  const first = await someone('harbour.pilot');
  const second = await someone('harbour.pilot');
  assert.equal(first.channel.handle, 'harbour.pilot');
  assert.match(second.channel.handle, /^harbour\.pilot-\d$/);
});

test('two people of the same name get different handles', async () => {
  const [a, b] = [await someone(), await someone()];
  assert.notEqual(a.channel.handle, b.channel.handle);
});

test('a channel is found by its handle in whatever case, with its count of videos', async () => {
  const { channel } = await someone();
  const found = await fetch(`${service.url}/api/v1/channels/@${channel.handle.toUpperCase()}`);
  const body = (await found.json()) as Channel;
  assert.deepEqual([body.id, body.videoCount, body.canEdit], [channel.id, 7, false]);
  assert.equal((await fetch(`${service.url}/api/v1/channels/@nobody-here`)).status, 404);
});

test('only its owner changes a channel, and another is not told that it exists', async () => {
  const { token, channel } = await someone();
  const stranger = await someone();
  const changed = await call(
    token,
    'PATCH',
    `/channels/${channel.id}`,
    JSON.stringify({ name: 'Harbour Stories', handle: 'Harbour' }),
  );
  assert.equal(((await changed.json()) as Channel).handle, 'Harbour');
  const refused = await call(stranger.token, 'PATCH', `/channels/${channel.id}`, JSON.stringify({ name: 'Mine now' }));
  assert.equal(refused.status, 404);
  const taken = await call(
    stranger.token,
    'PATCH',
    `/channels/${stranger.channel.id}`,
    JSON.stringify({ handle: 'harbour' }),
  );
  assert.equal(await code(taken), 'channels.handle_taken');
  const odd = await call(token, 'PATCH', `/channels/${channel.id}`, JSON.stringify({ handle: '../x' }));
  assert.equal(odd.status, 422);
  const assigned = await call(token, 'PATCH', `/channels/${channel.id}`, JSON.stringify({ owner_account_id: 'x' }));
  assert.equal(assigned.status, 422, 'unknown fields are refused');
});

test('a picture is encoded anew: square, WebP, without what the file carried', async () => {
  const { token, channel } = await someone();
  const withPosition = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#c60' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
  const answer = await call(
    token,
    'PUT',
    `/channels/${channel.id}/avatar`,
    withPosition as Buffer<ArrayBuffer>,
    'image/jpeg',
  );
  assert.equal(answer.status, 200);
  const { avatarUrl } = (await answer.json()) as Channel;
  const picture = await fetch(`${service.url}${avatarUrl}`);
  assert.match(picture.headers.get('cache-control') ?? '', /immutable/);
  const metadata = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
  assert.deepEqual([metadata.format, metadata.width, metadata.height, metadata.exif], ['webp', 512, 512, undefined]);
});

test('what is not a picture, or one that would not fit into memory, is refused', async () => {
  const { token, channel } = await someone();
  const put = (body: Buffer, type: string) =>
    call(token, 'PUT', `/channels/${channel.id}/avatar`, body as Buffer<ArrayBuffer>, type);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  assert.equal(await code(await put(svg, 'image/png')), 'channels.not_an_image');
  assert.equal((await put(svg, 'image/svg+xml')).status, 415);
  const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  assert.ok(bomb.length < 5_000_000);
  assert.equal(await code(await put(bomb, 'image/png')), 'channels.not_an_image');
  assert.equal((await put(Buffer.alloc(5_000_001), 'image/png')).status, 413);
});
