import assert from 'node:assert/strict';
import type { VideoDetail } from '@kinora/sdk';
import {
  eventually,
  ffprobe,
  makeFilm,
  readPublishedHls,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl, request } from '../http.ts';
import { scenario } from '../scenario.ts';

const SPOKEN = '1\n00:00:01,000 --> 00:00:02,500\nEs war <i>einmal</i>\n';
const CHAPTERS = [
  { startMs: 0, title: 'Ropes' },
  { startMs: 6000, title: 'Oars' },
];

scenario('a film brings its languages, captions and chapters along', async (platform, step) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm({
    ...{ extension: 'mkv', width: 426, height: 240, seconds: 9, audio: 'normal', language: 'ger' },
    moreSounds: [{ hz: 700, language: 'eng', title: 'Commentary' }],
    captions: SPOKEN,
    chapters: CHAPTERS,
  });
  const { id } = await uploadFilm(client, film);
  const video = await waitForState(client, id, 'ready');
  await step('each sound is listed by name and language, in HLS and DASH, and can be heard alone', () =>
    assertSounds(platform, video),
  );
  await step('chapters are the video’s until it is given others', async () => {
    assert.equal(video.chaptersFrom, 'file');
    // The file's clock is that of its sound, which begins a little before the picture.
    assert.deepEqual(video.chapters, CHAPTERS);
    const changed = await client.captions.putChapters(id, [{ startMs: 0, title: 'Mine' }]);
    assert.equal(changed.chaptersFrom, 'creator');
  });
  await step('captions are the video’s, rewritten as those that people upload', async () => {
    const tracks = await eventually('the captions are there', async () => {
      const listed = await client.captions.list(id);
      return listed.length > 0 && listed;
    });
    assert.deepEqual(
      tracks.map(({ language }) => language),
      ['de'],
    );
    const text = await client.captions.get(id, 'de');
    assert.match(JSON.stringify(text), /Es war <i>einmal<\/i>/);
  });
});

async function assertSounds(platform: TestPlatform, { playback, downloads }: VideoDetail): Promise<void> {
  const sounds = playback?.sounds ?? [];
  assert.deepEqual(
    sounds.map(({ name, label, language }) => [name, label, language]),
    [
      ['audio', 'Deutsch', 'de'],
      ['audio2', 'Commentary', 'en'],
    ],
  );
  for (const { loudnessLufs } of sounds) assert.ok(loudnessLufs !== null && loudnessLufs < -5 && loudnessLufs > -40);
  const url = (path: string | null | undefined) => mediaUrl(platform, path ?? '');
  const { multivariant } = await readPublishedHls(url(playback?.hlsUrl));
  assert.deepEqual(
    multivariant.audio.map(({ name, language, isDefault }) => [name, language, isDefault]),
    [
      ['Deutsch', 'de', true],
      ['Commentary', 'en', false],
    ],
  );
  const kinds = async (address: string) => (await ffprobe(address)).map(({ kind }) => kind);
  assert.deepEqual(new Set(await kinds(url(playback?.soundUrl))), new Set(['audio']));
  const mpd = await (await request(url(playback?.dashUrl))).text();
  assert.match(mpd, /lang="en"[^>]*>\s*<Label>Commentary<\/Label>\s*<Role[^>]*value="alternate"/);
  assert.deepEqual((await kinds(url(playback?.dashUrl))).filter((kind) => kind !== 'subtitle').toSorted(), [
    'audio',
    'audio',
    'video',
  ]);
  assert.deepEqual(
    downloads.map(({ name }) => name),
    ['240p', 'audio', 'audio2'],
  );
  assert.deepEqual((await kinds(url(downloads[0]?.url))).toSorted(), ['audio', 'audio', 'video']);
}
