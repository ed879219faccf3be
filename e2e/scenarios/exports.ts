import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApiError } from '@kinora/sdk';
import {
  eventually,
  filmSha256,
  makeFilm,
  makePicture,
  type Person,
  readZip,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario('everything of mine is an archive, which nobody else downloads', async (platform) => {
  const [person, stranger] = await Promise.all([
    registerAccount(platform, { name: 'Packer' }),
    registerAccount(platform),
  ]);
  const { client, page } = person;
  const [channel] = await client.channels.mine();
  assert.ok(channel);
  const picture = new Uint8Array(await makePicture('png'));
  await client.channels.putAvatar(channel.id, picture, 'image/png');
  const path = await makeFilm({ seconds: 2 });
  const film = await uploadFilm(client, path, { title: '../../etc/passwd', fileName: 'x.mp4' });
  await client.captions.create(film.id, { language: 'en', file: 'WEBVTT\n\n00:00.000 --> 00:01.000\nIce\n' });
  await waitForState(client, film.id, 'ready');
  const said = await client.comments.write(film.id, { text: 'To myself' });
  await client.reactions.set(film.id, 'like');
  assert.equal(await page.exports.latest(), null);

  const wish = await page.exports.create({ withFilms: true });
  await assert.rejects(page.exports.create({ withFilms: false }), isCode('identity.export_under_way'));
  assert.equal(wish.state, 'waiting');
  const full = await readExport(platform, person);
  const names = [...full.keys()].sort();
  const upload = names.find((name) => name.endsWith('.mp4')) ?? '';
  assert.deepEqual(
    names,
    [
      'README.txt',
      'account.json',
      `channels/${channel.id}/avatar.webp`,
      'channels/channels.json',
      `interactions/comments-${said.id}.json`,
      `interactions/reactions-${film.id}.json`,
      'subscriptions/channels.json',
      `videos/${film.id}/captions-en.vtt`,
      upload.replace('.mp4', '.json'),
      upload,
      `videos/${film.id}/video.json`,
      'watched.json',
    ].sort(),
  );
  const read = (name: string) => JSON.parse(full.get(name)?.toString() ?? '');
  assert.equal(
    createHash('sha256')
      .update(full.get(upload) ?? '')
      .digest('hex'),
    await filmSha256(path),
  );
  assert.equal(read(`videos/${film.id}/video.json`).title, '../../etc/passwd');
  assert.equal(read(upload.replace('.mp4', '.json')).fileName, 'x.mp4');
  assert.equal(read('channels/channels.json')[0].handle, channel.handle);
  assert.equal(read(`interactions/comments-${said.id}.json`)[0].text, 'To myself');
  assert.match(full.get(`videos/${film.id}/captions-en.vtt`)?.toString() ?? '', /Ice/);
  const account = read('account.json');
  assert.deepEqual([account.email, account.security.devices.length], [person.email, 2]);
  assert.doesNotMatch(full.get('account.json')?.toString() ?? '', /hash|secret|kns_|knr_|password/i);

  const url = await page.exports.link();
  assert.equal(await stranger.page.exports.latest(), null);
  await assert.rejects(stranger.page.exports.link(), isCode('identity.export_not_found'));
  const whole = Buffer.from(await (await fetch(new URL(url, platform.url))).arrayBuffer());
  const rest = await request(new URL(url, platform.url).href, { headers: { range: 'bytes=100-' } });
  assert.deepEqual(
    [rest.status, rest.headers.get('content-range')],
    [206, `bytes 100-${whole.length - 1}/${whole.length}`],
  );
  assert.ok(whole.subarray(100).equals(Buffer.from(await rest.arrayBuffer())), 'it goes on where it broke off');
  const [, expiresAt = '', signature = ''] = /\/(\d+)\.([\w-]+)$/.exec(url) ?? [];
  const forged = [
    url.replace(expiresAt, `${Number(expiresAt) + 1}`),
    url.replace(signature, signature.replace(/^./, signature.startsWith('a') ? 'b' : 'a')),
    url.replace(`.${signature}`, '.'),
    url.replace(wish.id, stranger.account.id),
  ];
  for (const address of forged)
    assert.equal(await statusOf(request(new URL(address, platform.url).href)), 404, address);

  await page.exports.create({ withFilms: false });
  assert.equal(await statusOf(request(new URL(url, platform.url).href)), 404, 'the one before is over');
  const light = await readExport(platform, person);
  assert.deepEqual(
    [...light.keys()].sort(),
    names.filter((name) => name !== upload),
  );
});

async function readExport(platform: TestPlatform, { page }: Person): Promise<Map<string, Buffer>> {
  const made = await eventually('the archive is ready', async () => {
    const latest = await page.exports.latest();
    return latest?.state === 'ready' && latest;
  });
  const answer = await fetch(new URL(await page.exports.link(), platform.url));
  assert.equal(
    answer.headers.get('content-disposition'),
    `attachment; filename="kinora-${made.createdAt.slice(0, 10)}.zip"`,
  );
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.equal(bytes.byteLength, made.sizeBytes);
  return readZip(bytes);
}

function isCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof ApiError && error.code === code;
}
