import assert from 'node:assert/strict';
import type { Client, VideoDetail } from '@kinora/sdk';
import {
  eventually,
  ffprobe,
  makeFilm,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl, request } from '../http.ts';
import { scenario } from '../scenario.ts';

const FPS = 12;
/** In pictures of the whole film: the segments of which are 48 long. */
const KEPT: [number, number][] = [
  [18, 108],
  [159, 240],
];
const RANGES = KEPT.map(([start, end]): [number, number] => [ms(start), ms(end)]);

scenario(
  'a video is trimmed to the picture, with all that belongs to it, and shown as a whole again',
  async (platform, step) => {
    const { client } = await registerAccount(platform);
    const film = await makeFilm({ seconds: 21, audio: 'normal' });
    const { id } = await uploadFilm(client, film, { title: 'Water' });
    const before = await waitForState(client, id, 'ready');
    const file = captions([0, 1000], [2000, 3000], [8500, 14_000], [10_000, 12_000]);
    await client.captions.create(id, { language: 'en', file });
    await client.captions.putChapters(
      id,
      [0, 9500, 12_000, 16_000].map((startMs) => ({ startMs, title: `At ${startMs}` })),
    );
    await client.videos.setTrim(id, RANGES);
    await assert.rejects(client.videos.setTrim(id, RANGES), { code: 'transcoding.edition_running' });
    const after = await anotherPlays(client, before);

    await step('every picture that is kept is there, and the sound ends with it', () => assertLength(platform, after));
    await step('downloads are as long as what is shown', () => assertDownloads(platform, after));
    await step('captions, chapters and the storyboard are moved along', async () => {
      assert.deepEqual(await cueTimes(client, id), [
        [500, 1500],
        [7000, 8250],
      ]);
      assert.match(await text(platform, after, 'captions/en/index.m3u8'), /\.vtt/);
      const { tracks } = await playedCaptions(platform, after);
      assert.deepEqual(tracks, ['00:00:00.500 --> 00:00:01.500', '00:00:07.000 --> 00:00:08.250']);
      const { chapters } = await client.videos.get(id);
      assert.deepEqual(
        chapters.map(({ startMs, title }) => [startMs, title]),
        [
          [0, 'At 0'],
          [7500, 'At 12000'],
          [10_250, 'At 16000'],
        ],
      );
      const storyboard = await text(platform, after, 'storyboard.vtt');
      assert.deepEqual(
        [...storyboard.matchAll(/(\S+) --> (\S+)/g)].map(([, from]) => from),
        ['00:00:00.000', '00:00:09.250'],
        'of the pictures at 0, 5, 10, 15 and 20 s two are shown',
      );
    });
    await step('what is written of the trimmed film is right in the whole one', async () => {
      const { version } = await client.captions.get(id, 'en');
      await client.captions.put(id, 'en', { version, file: captions([1000, 2000], [7000, 8250]) });
      await client.captions.putChapters(id, [
        { startMs: 0, title: 'Begin' },
        { startMs: 7500, title: 'At 12000' },
      ]);
    });
    await step('all of it is there for its owner alone', async () => {
      const { wholePlayback } = await client.videos.trim(id);
      const url = mediaUrl(platform, wholePlayback?.hlsUrl);
      const pictures = (await ffprobe(url)).filter(({ kind }) => kind === 'video').map(({ frames }) => frames);
      assert.deepEqual(
        pictures,
        pictures.map(() => 21 * FPS),
      );
      const [, token = ''] = /\/media\/[\w-]+\/([^/]+)\//.exec(url) ?? [];
      assert.ok(token, 'the address is signed, though the video is public');
      assert.equal((await request(url.replace(`${token}/`, ''))).status, 404);
    });
    await step('all of it is shown again, with what was cut out', async () => {
      const trim = await client.videos.trim(id);
      assert.deepEqual((await client.videos.get(id)).shownRangesMs, RANGES);
      assert.deepEqual([trim.trimmed, trim.rangesMs, Math.round(trim.durationMs / 1000)], [true, RANGES, 21]);
      await client.videos.restore(id);
      const restored = await anotherPlays(client, after);
      await assert.rejects(client.videos.restore(id), { code: 'transcoding.not_trimmed' });
      assert.equal(restored.durationMs, before.durationMs);
      assert.equal((await client.videos.trim(id)).wholePlayback, null, 'it is what plays');
      const [path = ''] = /^.*\d+\.m4s$/m.exec(await text(platform, before, '240p/index.m3u8')) ?? [];
      const [old, now] = [
        await bytesOf(platform, before, `240p/${path}`),
        await bytesOf(platform, restored, `240p/${path}`),
      ];
      assert.ok(old.equals(now), 'its files were there all the time');
      // The first one was moved, the second one is as it was, and the two that were cut out are there again.
      assert.deepEqual(await cueTimes(client, id), [
        [0, 1000],
        [2500, 3500],
        [8500, 14_000],
        [10_000, 12_000],
      ]);
      assert.deepEqual(
        restored.chapters.map(({ startMs, title }) => [startMs, title]),
        [
          [0, 'Begin'],
          [9500, 'At 9500'],
          [13_250, 'At 12000'],
        ],
      );
    });
    await step('parts that cannot be shown are refused, and so is another', async () => {
      const refused: [string, [number, number][]][] = [
        ['trim_empty', [[5000, 5100]]],
        [
          'trim_unordered',
          [
            [5000, 9000],
            [8000, 12_000],
          ],
        ],
        ['trim_unordered', [[9000, 5000]]],
        ['trim_beyond_end', [[0, 60_000]]],
        ['trim_too_many', Array.from({ length: 101 }, (_, part) => [part * 100, part * 100 + 50])],
        ['not_trimmed', [[0, 21_000]]],
      ];
      for (const [code, ranges] of refused)
        await assert.rejects(client.videos.setTrim(id, ranges), { code: `transcoding.${code}` }, code);
      const { client: other } = await registerAccount(platform);
      await assert.rejects(other.videos.setTrim(id, RANGES), { code: 'videos.not_found' });
      await assert.rejects(other.videos.trim(id), { code: 'videos.not_found' });
    });
  },
);

function ms(picture: number): number {
  return Math.round((picture * 1000) / FPS);
}

async function anotherPlays(client: Client, before: VideoDetail): Promise<VideoDetail> {
  return eventually(
    'another edition plays',
    async () => {
      const video = await client.videos.get(before.id);
      const { value } = await client.videos.processing(before.id);
      if (value?.next?.state === 'failed') throw new Error(value.next.failure?.message);
      // Playback switches first, and tells.
      const isTold = video.durationMs !== before.durationMs;
      return isTold && video.playback?.edition !== before.playback?.edition && value?.next === null ? video : undefined;
    },
    { timeoutMs: 100_000, everyMs: 250 },
  );
}

async function assertLength(platform: TestPlatform, { playback, durationMs }: VideoDetail): Promise<void> {
  const pictures = KEPT.reduce((sum, [start, end]) => sum + end - start, 0);
  const streams = await ffprobe(mediaUrl(platform, playback?.hlsUrl));
  const shown = streams.filter(({ kind }) => kind === 'video');
  assert.deepEqual(
    shown.map(({ frames, firstPts }) => [frames, firstPts]),
    shown.map(() => [pictures, 0]),
  );
  for (const { endPts } of streams) assert.ok(Math.abs(endPts - pictures / FPS) < 0.025, `${endPts}`);
  assert.ok(Math.abs((durationMs ?? 0) - (pictures * 1000) / FPS) < 2);
}

async function assertDownloads(platform: TestPlatform, { downloads, durationMs }: VideoDetail): Promise<void> {
  assert.deepEqual(
    downloads.map(({ name }) => name),
    ['360p', '240p', 'audio'],
  );
  for (const { url } of downloads) {
    // Files do not say how long their last picture is shown.
    for (const { endPts } of await ffprobe(mediaUrl(platform, url)))
      assert.ok(Math.abs(endPts * 1000 - (durationMs ?? 0)) <= 1000 / FPS + 2, `${url} ends at ${endPts}`);
  }
}

async function bytesOf(platform: TestPlatform, video: VideoDetail, path: string): Promise<Buffer> {
  const answer = await request(new URL(path, mediaUrl(platform, video.playback?.hlsUrl)).href);
  assert.equal(answer.status, 200, path);
  return Buffer.from(await answer.arrayBuffer());
}

async function text(platform: TestPlatform, video: VideoDetail, path: string): Promise<string> {
  const answer = await request(new URL(path, mediaUrl(platform, video.playback?.hlsUrl)).href);
  assert.equal(answer.status, 200, path);
  return answer.text();
}

async function playedCaptions(platform: TestPlatform, video: VideoDetail): Promise<{ tracks: string[] }> {
  const [, file] = /^(\d+\.vtt)$/m.exec(await text(platform, video, 'captions/en/index.m3u8')) ?? [];
  const vtt = await text(platform, video, `captions/en/${file}`);
  return { tracks: vtt.split('\n').filter((line) => line.includes('-->')) };
}

function captions(...times: [number, number][]): string {
  const at = (time: number) => new Date(time).toISOString().slice(11, 23);
  return `WEBVTT\n\n${times.map(([start, end], index) => `${at(start)} --> ${at(end)}\nLine ${index}\n`).join('\n')}`;
}

async function cueTimes(client: Client, id: string): Promise<number[][]> {
  const { text: vtt } = await client.captions.get(id, 'en');
  return [...vtt.matchAll(/(\S+) --> (\S+)/g)].map((match) =>
    match.slice(1, 3).map((time) => Date.parse(`1970-01-01T${time}Z`)),
  );
}
