import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import {
  eventually,
  makeFilm,
  type Person,
  readPublishedHls,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const GERMAN =
  '1\r\n00:00:01,000 --> 00:00:02,500\r\nDer erste <font color="red">Satz</font>\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nÄpfel & Öl\r\n';
const ENGLISH =
  'WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> 00:02.500\nThe first sentence\n\n00:03.000 --> 00:04.000\n<i>Apples</i> & oil\n';

scenario('captions in two languages are added, listed, replaced, and go with their video', async (platform, step) => {
  const owner = await registerAccount(platform);
  const film = await makeFilm({ width: 426, height: 240 });
  const { id } = await uploadFilm(owner.client, film, {
    visibility: 'private',
    description: '0:00 Ropes\n0:04 The slip\n0:08 Oars\n1:00 After the end',
  });
  await owner.client.captions.create(id, { language: 'de', file: Buffer.from(GERMAN, 'latin1'), isDefault: true });
  const english = await owner.client.captions.create(id, { language: 'en', label: 'By hand', file: ENGLISH });
  const video = await waitForState(owner.client, id, 'ready');
  assert.deepEqual(
    video.chapters.map(({ title }) => title),
    ['Ropes', 'The slip', 'Oars'],
  );
  await step('they are listed as players expect, and foreign programs read them', () =>
    assertListed(mediaUrl(platform, video.playback?.hlsUrl), mediaUrl(platform, video.playback?.dashUrl)),
  );
  await step('they are as private as their video', () => assertPrivate(platform, owner, id));
  await step('what is changed has another address, and who did not see a change cannot undo it', async () => {
    const before = (await captionUrls(await masterOf(platform, owner, id))).get('en');
    const file = ENGLISH.replace('first', 'second');
    await owner.client.captions.put(id, 'en', { file, version: english.version });
    await assert.rejects(owner.client.captions.put(id, 'en', { file, version: english.version }), {
      code: 'videos.captions_changed',
    });
    const master = await masterOf(platform, owner, id);
    await eventually('the playlist names the new text', async () => (await captionUrls(master)).get('en') !== before);
    assert.match(await (await request((await captionUrls(master)).get('en') ?? '')).text(), /The second sentence/);
  });
  await step('what is deleted is gone, first in one language, then with the video', () =>
    assertGone(platform, owner, id),
  );
});

async function masterOf(platform: TestPlatform, owner: Person, id: string): Promise<string> {
  return mediaUrl(platform, (await owner.client.videos.get(id)).playback?.hlsUrl);
}

/** Where the text of each language is, by way of the playlists. */
async function captionUrls(master: string): Promise<Map<string, string>> {
  const { multivariant } = await readPublishedHls(master);
  const found = (multivariant.subtitles ?? []).map(async ({ language, uri }) => {
    const playlist = new URL(uri, master).href;
    const [line = ''] = (await (await request(playlist)).text()).match(/^[^#\n].*$/m) ?? [];
    return [language, new URL(line, playlist).href] as const;
  });
  return new Map(await Promise.all(found));
}

async function assertListed(master: string, mpd: string): Promise<void> {
  const { multivariant } = await readPublishedHls(master);
  assert.deepEqual(
    multivariant.subtitles?.map(({ language, name, isDefault }) => [language, name, isDefault]),
    [
      ['de', 'Deutsch', true],
      ['en', 'By hand', false],
    ],
  );
  assert.ok(multivariant.variants.every(({ subtitlesGroup }) => subtitlesGroup === 'captions'));
  const urls = await captionUrls(master);
  assert.deepEqual(await packetsOf(urls.get('de') ?? ''), ['1.000 1.500 Der erste Satz', '3.000 1.000 Äpfel &amp; Öl']);
  assert.deepEqual(await packetsOf(urls.get('en') ?? ''), [
    '1.000 1.500 The first sentence',
    '3.000 1.000 <i>Apples</i> &amp; oil',
  ]);
  const streams = await ask<{ streams: { codec_name: string; tags?: { language: string } }[] }>(
    'stream=codec_name:stream_tags=language',
    mpd,
  );
  const subtitles = streams.streams.filter(({ codec_name: codec }) => codec === 'webvtt');
  assert.deepEqual(
    subtitles.map(({ tags }) => tags?.language),
    ['de', 'en'],
  );
}

/** Time, length and text of each caption, by a program that knows nothing of us. */
async function packetsOf(url: string): Promise<string[]> {
  const { packets } = await ask<{ packets: { pts_time: string; duration_time: string; data: string }[] }>(
    'packet=pts_time,duration_time,data',
    url,
  );
  return packets.map(({ pts_time: pts, duration_time: duration, data }) => {
    const hex = [...data.matchAll(/^[0-9a-f]{8}: ((?:[0-9a-f]{2,4} ?)+)/gm)].map(([, bytes = '']) =>
      bytes.replaceAll(' ', ''),
    );
    return `${Number(pts).toFixed(3)} ${Number(duration).toFixed(3)} ${Buffer.from(hex.join(''), 'hex').toString()}`;
  });
}

async function ask<T>(entries: string, url: string): Promise<T> {
  const { ffprobePath } = await findFfmpeg();
  const args = ['-v', 'error', '-of', 'json', '-show_data', '-show_entries', entries, url];
  const { stdout } = await promisify(execFile)(ffprobePath, args, { timeout: 60_000 });
  return JSON.parse(stdout) as T;
}

async function assertPrivate(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  const stranger = await registerAccount(platform);
  const api = `${platform.url}/api/v1/videos/${id}/captions`;
  for (const as of [{ client: stranger.client }, {}]) {
    await assertProblem(await request(api, as), 404, 'videos.not_found');
    await assertProblem(await request(`${api}/de`, as), 404, 'videos.not_found');
  }
  const master = await masterOf(platform, owner, id);
  for (const url of (await captionUrls(master)).values()) {
    assert.equal(await statusOf(request(url)), 200);
    assert.equal(await statusOf(request(url.replace(/(\/media\/[^/]+)\/[^/]+/, '$1'))), 404, 'without its token');
  }
}

async function assertGone(platform: TestPlatform, owner: Person, id: string): Promise<void> {
  await owner.client.videos.update(id, { visibility: 'public' });
  const master = await masterOf(platform, owner, id);
  const urls = await eventually('it is public', async () => captionUrls(master));
  await owner.client.captions.delete(id, 'de');
  await eventually('German is gone', async () => (await statusOf(request(urls.get('de') ?? ''))) === 404);
  assert.equal(await statusOf(request(urls.get('en') ?? '')), 200);
  const { withdrawal } = await owner.client.videos.delete(id);
  if (withdrawal === 'done') assert.equal(await statusOf(request(urls.get('en') ?? '')), 410);
  await eventually('English has ended', async () => (await statusOf(request(urls.get('en') ?? ''))) === 410);
  await assertProblem(await request(`${platform.url}/api/v1/videos/${id}/captions`, { client: owner.client }), 404);
  await eventually('no file is left', async () => {
    const left = await platform.query('select 1 from videos.caption_files where video_id = $1', [id]);
    return left.length === 0;
  });
}
