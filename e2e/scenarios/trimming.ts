import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import type { Client, VideoDetail } from '@kinora/sdk';
import {
  eventually,
  ffprobe,
  makeFilm,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
  withAdmin,
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
const AUDIO_FRAME = 1024;
const RATE = 48_000;

scenario('a video is trimmed to the picture, without encoding what stays, and restored', async (platform, step) => {
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

  await step('every picture that is kept is there, at its time, and no other', () =>
    assertPictures(platform, before, after),
  );
  await step('only the segments in which a cut lies are encoded', () => assertEncoded(platform, id));
  await step('the sound is that of the pictures, to half a frame of it', () => assertSound(platform, before, after));
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
  await step('all of it is shown again, with what was cut out', async () => {
    const trim = await client.videos.trim(id);
    assert.deepEqual([trim.trimmed, trim.rangesMs, Math.round(trim.durationMs / 1000)], [true, RANGES, 21]);
    await client.videos.restore(id);
    const restored = await anotherPlays(client, after);
    await assert.rejects(client.videos.restore(id), { code: 'transcoding.not_trimmed' });
    assert.deepEqual(
      await hashes(mediaUrl(platform, restored.playback?.hlsUrl), '0:v:0'),
      await hashes(mediaUrl(platform, before.playback?.hlsUrl), '0:v:0'),
    );
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
    await assert.rejects(client.videos.setTrim(id, [[5000, 5100]]), { code: 'transcoding.ranges_invalid' });
  });
});

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
      return video.playback?.edition !== before.playback?.edition && value?.next === null ? video : undefined;
    },
    { timeoutMs: 100_000, everyMs: 250 },
  );
}

/** By ffprobe for each rendition: number, time, and the very pixels, or those of an encoder that was given them. */
async function assertPictures(platform: TestPlatform, before: VideoDetail, after: VideoDetail): Promise<void> {
  const kept = KEPT.flatMap(([start, end]) => Array.from({ length: end - start }, (_, index) => start + index));
  for (const { name } of before.playback?.renditions ?? []) {
    const [whole, trimmed] = [before, after].map((video) => playlistOf(platform, video, name)) as [string, string];
    const [stream] = await ffprobe(trimmed);
    assert.deepEqual([stream?.frames, stream?.firstPts], [kept.length, 0], name);
    assert.ok(Math.abs((stream?.endPts ?? 0) - kept.length / FPS) < 0.001, `${name} ends at ${stream?.endPts}`);
    const [all, shown] = [await hashes(whole, '0:v:0'), await hashes(trimmed, '0:v:0')];
    assert.deepEqual(
      shown.map(({ time }) => time),
      kept.map((_, index) => index),
    );
    const same = shown.filter(({ hash }, index) => hash === all[kept[index] ?? -1]?.hash).length;
    assert.ok(same >= 96, `${same} of ${kept.length} pictures of ${name} are those of the segments that were kept`);
    const worst = Math.min(...(await similarity(trimmed, whole)));
    assert.ok(worst > 0.9, `${name}: the least similar picture has an SSIM of ${worst}`);
  }
  assert.ok(Math.abs((after.durationMs ?? 0) - (kept.length * 1000) / FPS) < 2);
}

async function assertEncoded(platform: TestPlatform, videoId: string): Promise<void> {
  await withAdmin(platform.databaseUrl, async (database) => {
    const { rows } = await database.query<{ copied: number; encoded: number }>(
      `select sum(jsonb_array_length(payload->'work'->'copies'))::int as copied,
         count(*) filter (where payload->'work'->'encode' <> 'null')::int as encoded
       from transcoding.tasks where kind = 'splice'
         and job_id in (select id from transcoding.jobs where video_id = $1 and edition_kind = 'trim')`,
      [videoId],
    );
    assert.deepEqual(rows, [{ copied: 4, encoded: 3 }], 'two segments of two renditions; three edges');
  });
}

/** Sound that was copied decodes to the very samples, beside the first frames after a cut. */
async function assertSound(platform: TestPlatform, before: VideoDetail, after: VideoDetail): Promise<void> {
  const [whole, trimmed] = await Promise.all(
    [before, after].map((video) => samples(playlistOf(platform, video, 'audio'))),
  );
  let shown = 0;
  for (const [start, end] of KEPT) {
    const [from, length] = [(start * RATE) / FPS, ((end - start) * RATE) / FPS];
    const offset = Math.round((from - shown) / AUDIO_FRAME) * AUDIO_FRAME;
    assert.ok(Math.abs(offset - (from - shown)) <= AUDIO_FRAME / 2, 'at most half a frame from its picture');
    const first = shown + 4 * AUDIO_FRAME;
    const last = shown + length - 2 * AUDIO_FRAME;
    assert.deepEqual(trimmed?.subarray(first, last), whole?.subarray(first + offset, last + offset));
    shown += length;
  }
  assert.ok(Math.abs((trimmed?.length ?? 0) - shown) <= AUDIO_FRAME, 'sound and picture end together');
}

function playlistOf(platform: TestPlatform, video: VideoDetail, name: string): string {
  return new URL(`${name}/index.m3u8`, mediaUrl(platform, video.playback?.hlsUrl)).href;
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

async function ffmpeg(args: string[]): Promise<Buffer> {
  const { ffmpegPath } = await findFfmpeg();
  const { stdout } = await promisify(execFile)(ffmpegPath, ['-v', 'error', '-nostdin', ...args], {
    encoding: 'buffer',
    timeout: 60_000,
    maxBuffer: 2 ** 26,
  });
  return stdout;
}

/** Number of its time and hash of every picture, as ffmpeg decodes them. */
async function hashes(address: string, stream: string): Promise<{ time: number; hash: string }[]> {
  const out = await ffmpeg(['-i', address, '-map', stream, '-fps_mode', 'passthrough', '-f', 'framemd5', '-']);
  const lines = out
    .toString()
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const fields = line.split(',').map((field) => field.trim());
    return { time: Number(fields[2]), hash: fields[5] ?? '' };
  });
}

async function similarity(trimmed: string, whole: string): Promise<number[]> {
  const select = KEPT.map(([start, end]) => `between(n\\,${start}\\,${end - 1})`).join('+');
  const graph = `[0:v]setpts=N[a];[1:v]select='${select}',setpts=N[b];[a][b]ssim=stats_file=-`;
  const out = await ffmpeg(['-i', trimmed, '-i', whole, '-filter_complex', graph, '-f', 'null', '/dev/null']);
  return [...out.toString().matchAll(/All:([\d.]+)/g)].map(([, value]) => Number(value));
}

async function samples(address: string): Promise<Int16Array> {
  const out = await ffmpeg(['-i', address, '-map', '0:a', '-ac', '1', '-f', 's16le', '-']);
  return new Int16Array(out.buffer.slice(out.byteOffset, out.byteOffset + out.length));
}
