import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import { ApiError, type Channel, type Client, createClient } from '@kinora/sdk';
import { eventually, makePicture, registerAccount, type TestPlatform } from '@kinora/testing';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const CANARY = 'GPS-canary-52.5200N-13.4050E';

scenario('a channel is made at registration and edited by its owner alone', async (platform) => {
  const [person, stranger] = await Promise.all([registerAccount(platform), registerAccount(platform)]);
  const channel = await channelOf(person.client);
  const others = await channelOf(stranger.client);
  const handle = `h${channel.id.slice(-10).toLowerCase()}`;
  const edited = await person.client.channels.update(channel.id, { name: 'New name', handle, description: 'About' });
  assert.deepEqual([edited.name, edited.handle, edited.description], ['New name', handle, 'About']);
  assert.equal((await stranger.client.channels.get(`@${handle.toUpperCase()}`)).id, channel.id, 'found by its handle');
  await assert.rejects(
    stranger.client.channels.update(others.id, { handle }),
    (error) => error instanceof ApiError && error.code === 'channels.handle_taken',
  );
  await assert.rejects(
    stranger.client.channels.update(channel.id, { name: 'Mine' }),
    (error) => error instanceof ApiError && [403, 404].includes(error.status),
  );
  assert.equal((await stranger.client.channels.get(channel.id)).canEdit, false);
});

scenario(
  'an account has several channels; a deleted one gives its videos to another, or takes them along',
  async (platform, step) => {
    const person = await registerAccount(platform);
    const { client } = person;
    const first = await channelOf(client);
    const suffix = first.id.slice(-8).toLowerCase();
    const [second, third] = await Promise.all(
      ['b', 'c'].map((letter) => client.channels.create({ name: `Channel ${letter}`, handle: `${letter}-${suffix}` })),
    );
    assert.ok(second && third);
    const film = { fileName: 'film.mp4', sizeBytes: 1000, channelId: second.id };
    const shown = await client.videos.create({ ...film, title: 'Shown' });
    const hidden = await client.videos.create({ ...film, title: 'Hidden', visibility: 'private' });
    const idsIn = async (channel: string) => (await client.videos.mine({ channel })).items.map(({ id }) => id).sort();

    await step('each has its own list in the studio, and says how much is in it', async () => {
      assert.deepEqual(await idsIn(second.id), [shown.id, hidden.id].sort());
      assert.deepEqual(await idsIn(first.id), []);
      const counts = (await client.channels.mine()).map(({ id, allVideoCount }) => [id, allVideoCount]);
      assert.deepEqual(new Map(counts as [string, number][]).get(second.id), 2);
    });
    await step('its videos go where their owner says', async () => {
      await client.channels.delete(second.id, { videosTo: third.id });
      await eventually('all are there', async () => (await idsIn(third.id)).length === 2);
      assert.equal((await client.videos.get(hidden.id)).channel?.id, third.id);
      await assert.rejects(client.channels.get(second.id), notFound);
      await assert.rejects(client.videos.create({ ...film, title: 'Late' }), (error) => error instanceof ApiError);
    });
    await step('or they are deleted with it', async () => {
      await client.channels.delete(third.id);
      await eventually('they are gone', async () => (await client.videos.mine()).items.length === 0);
      await assert.rejects(client.videos.get(shown.id), notFound);
      assert.deepEqual(
        (await client.channels.mine()).map(({ id }) => id),
        [first.id],
      );
    });
  },
);

scenario('a channel is found by the handle that it had before', async (platform) => {
  const { client } = await registerAccount(platform);
  const channel = await channelOf(client);
  const handle = `Ice.${channel.id.slice(-8)}`;
  await client.channels.update(channel.id, { handle });
  assert.equal((await client.channels.get(`@${channel.handle}`)).handle, handle);
  assert.equal((await client.channels.get(`@${handle.toLowerCase()}`)).id, channel.id);
});

const notFound = (error: unknown) => error instanceof ApiError && error.status === 404;

scenario('an avatar is made anew from the picture: nothing else of the file is kept', async (platform) => {
  const { client } = await registerAccount(platform);
  const channel = await channelOf(client);
  const picture = withExif(await makePicture('jpeg'));
  assert.ok(picture.includes(CANARY));
  const edited = await client.channels.putAvatar(channel.id, new Uint8Array(picture), 'image/jpeg');
  assert.ok(edited.avatarUrl);
  const avatar = await request(new URL(edited.avatarUrl, platform.url).href);
  assert.equal(avatar.status, 200);
  assert.equal(avatar.headers.get('content-type'), 'image/webp');
  const bytes = Buffer.from(await avatar.arrayBuffer());
  assert.ok(!bytes.includes(CANARY) && !bytes.includes('Exif'), 'the place where it was taken is gone');
  await eventually('lists show it', async () => (await client.channels.get(channel.id)).avatarUrl === edited.avatarUrl);
  const without = await client.channels.deleteAvatar(channel.id);
  assert.equal(without.avatarUrl, null);
});

scenario('a channel has a banner, links and a trailer, and everybody may follow it by RSS', async (platform, step) => {
  const { client } = await registerAccount(platform);
  const visitor = createClient({ baseUrl: platform.url });
  const channel = await channelOf(client);

  await step('a banner is made anew, of its own shape', async () => {
    const { bannerUrl } = await client.channels.putBanner(
      channel.id,
      new Uint8Array(withExif(await makePicture('jpeg'))),
      'image/jpeg',
    );
    const banner = await request(new URL(bannerUrl ?? '', platform.url).href);
    assert.deepEqual([banner.status, banner.headers.get('content-type')], [200, 'image/webp']);
    assert.ok(!Buffer.from(await banner.arrayBuffer()).includes(CANARY));
    assert.equal((await visitor.channels.get(channel.id)).bannerUrl, bannerUrl);
    assert.equal((await client.channels.deleteBanner(channel.id)).bannerUrl, null);
  });
  await step('links lead to the web, and to nothing that runs', async () => {
    const links = [{ title: 'Our site', url: 'https://example.org/a?b=c' }];
    assert.deepEqual((await client.channels.update(channel.id, { links })).links, links);
    assert.deepEqual((await visitor.channels.get(channel.id)).links, links);
    for (const url of ['javascript:alert(1)', 'data:text/html,x', '//example.org', 'https://me:secret@example.org/'])
      await assert.rejects(client.channels.update(channel.id, { links: [{ title: 'x', url }] }), isUnprocessable, url);
  });
  const film = { channelId: channel.id };
  await step('a trailer is a public video of this channel', async () => {
    const shown = await client.videos.create({ ...film, title: 'Shown' });
    const hidden = await client.videos.create({ ...film, title: 'Hidden', visibility: 'unlisted' });
    const other = await registerAccount(platform);
    const others = await other.client.videos.create({ title: 'Others' });
    for (const trailerVideoId of [hidden.id, others.id, 'nothing'])
      await assert.rejects(client.channels.update(channel.id, { trailerVideoId }), isUnprocessable, trailerVideoId);
    assert.equal((await client.channels.update(channel.id, { trailerVideoId: shown.id })).trailerVideoId, shown.id);
    assert.equal((await client.channels.update(channel.id, { trailerVideoId: null })).trailerVideoId, null);
  });
  await step('its feed is found in its page, and known to who has it already', async () => {
    const page = await (await request(`${platform.url}/@${channel.handle}`)).text();
    const href = /<link rel="alternate" type="application\/rss\+xml" href="([^"]+)"/.exec(page)?.[1] ?? '';
    const feed = await request(href);
    const text = await feed.text();
    assert.equal(feed.headers.get('content-type'), 'application/rss+xml; charset=utf-8');
    assert.match(text, new RegExp(`<link>${platform.url}/@${channel.handle}</link>`));
    const again = await request(href, { headers: { 'if-none-match': feed.headers.get('etag') ?? '' } });
    assert.equal(again.status, 304);
    assert.equal(await statusOf(request(`${platform.url}/api/v1/feed.xml?channel=@nobody-${channel.handle}`)), 404);
  });
});

const isUnprocessable = (error: unknown) => error instanceof ApiError && error.status === 422;

scenario('what is no picture, or unfolds into far too much, is refused', async (platform) => {
  const { client } = await registerAccount(platform);
  const channel = await channelOf(client);
  const put = (type: string, body: Uint8Array) => putAvatar(platform, client, channel, type, body);
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  assert.equal(await put('image/png', pngBomb()), 422);
  assert.equal(await put('image/png', svg), 422, 'SVG that says it is PNG');
  assert.ok([415, 422].includes(await put('image/svg+xml', svg)), 'SVG');
  assert.equal(await put('image/jpeg', Buffer.from('not a picture')), 422);
  assert.equal(await put('image/png', Buffer.alloc(6_000_000)), 413);
  const stranger = await registerAccount(platform);
  const good = new Uint8Array(await makePicture('png'));
  assert.ok([403, 404].includes(await putAvatar(platform, stranger.client, channel, 'image/png', good)));
  assert.equal(await put('image/png', good), 200);
});

async function channelOf(client: Client): Promise<Channel> {
  const [channel] = await eventually('the channel is there', async () => {
    const mine = await client.channels.mine();
    return mine.length > 0 ? mine : undefined;
  });
  assert.ok(channel);
  return channel;
}

function putAvatar(
  platform: TestPlatform,
  client: Client,
  channel: Channel,
  type: string,
  body: Uint8Array,
): Promise<number> {
  return statusOf(
    request(`${platform.url}/api/v1/channels/${channel.id}/avatar`, {
      client,
      method: 'PUT',
      headers: { 'content-type': type },
      body: new Uint8Array(body),
    }),
  );
}

/** An APP1 segment behind the start of the picture, as cameras write it (Exif 2.32 §4.7). */
function withExif(jpeg: Buffer): Buffer {
  const tiff = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1'), Buffer.from(CANARY)]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(tiff.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, tiff, jpeg.subarray(2)]);
}

/** A few kilobytes that decode to 900 million pixels. */
function pngBomb(): Buffer {
  const side = 30_000;
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const frame = Buffer.alloc(8 + body.length);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc32(body), 4 + body.length);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side), { level: 9 });
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
