import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import { parseMediaPlaylist, parseMultivariantPlaylist } from '@kinora/media';
import {
  makeFilm,
  type Person,
  registerAccount,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl } from './http.ts';
import { residentMB } from './processes.ts';

const HOUR_S = 3_600;
const READY_MS = 2_400_000;
const MAY_GROW_MB = 300;
/** What a viewer loads before the first picture of a long film. */
const MOST_MANIFEST_BYTES = 2_000_000;

let platform: TestPlatform;
let person: Person;
let folder: string;
before(async () => {
  // As it is delivered: tests have shorter chunks.
  platform = await startPlatform({ shape: 'one', environment: { CHUNK_SECONDS: '20' } });
  person = await registerAccount(platform);
  folder = await mkdtemp(join(tmpdir(), 'kinora-long-'));
});
after(async () => {
  await platform?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

interface LongFilm {
  path: string;
  seconds: number;
  frames: number;
  mostTasks: number;
}

test('twelve hours of one picture per second are processed in some hundreds of tasks, each picture at its second', {
  timeout: READY_MS + 600_000,
}, async () => {
  const path = join(folder, 'slow.mp4');
  // Keyframes too far apart to be passed through: all of it is encoded.
  await ffmpeg(
    ...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=1:duration=${12 * HOUR_S}`],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '30', '-pix_fmt', 'yuv420p', path],
  );
  await assertProcessed({ path, seconds: 12 * HOUR_S, frames: 12 * HOUR_S, mostTasks: 400 });
});

test('a film of three hours is processed to its end', { timeout: READY_MS + 600_000 }, async () => {
  const minute = await makeFilm({
    ...{ seconds: 60, width: 320, height: 180, fps: '25', bitrateBps: 60_000, audio: 'normal', bframes: 0 },
  });
  const path = join(folder, 'long.mp4');
  await ffmpeg('-stream_loop', '179', '-i', minute, '-map', '0:v', '-map', '0:a', '-c', 'copy', path);
  // Each of its minutes ends with the sound, some milliseconds after the picture.
  const seconds = await durationOf(path);
  await assertProcessed({ path, seconds, frames: 3 * HOUR_S * 25, mostTasks: 700 });
});

/** To the end, with each frame, in the memory and with the manifests of a film and not of a library. */
async function assertProcessed({ path, seconds, frames, mostTasks }: LongFilm): Promise<void> {
  const { client } = person;
  const before = residentMB(platform.serverPid);
  let most = before;
  const watching = setInterval(() => {
    most = Math.max(most, residentMB(platform.serverPid));
  }, 500);
  try {
    const { id } = await uploadFilm(client, path);
    const video = await waitForState(client, id, 'ready', { timeoutMs: READY_MS });
    assert.ok(Math.abs((video.durationMs ?? 0) / 1000 - seconds) < 1, `it lasts ${video.durationMs} ms`);
    const [row] = await platform.query<{ tasks: number }>(
      `select count(*)::int as tasks from transcoding.tasks t join transcoding.jobs j on j.id = t.job_id where j.video_id = $1`,
      [id],
    );
    assert.ok((row?.tasks ?? 0) < mostTasks, `${row?.tasks} tasks`);

    const hls = mediaUrl(platform, video.playback?.hlsUrl);
    const { variants, audio } = parsed(parseMultivariantPlaylist(await manifest(hls)));
    for (const { uri } of [...variants, ...audio]) {
      const address = new URL(uri, hls).href;
      const playlist = parsed(parseMediaPlaylist(await manifest(address)));
      const lasts = playlist.segments.reduce((sum, segment) => sum + segment.durationSeconds, 0);
      assert.ok(playlist.ended && Math.abs(lasts - seconds) < 1, `${uri} lasts ${lasts} s`);
    }
    for (const { uri, picture } of variants)
      if (picture) assert.equal(await countFrames(new URL(uri, hls).href), frames, uri);
    const mpd = await manifest(mediaUrl(platform, video.playback?.dashUrl));
    const [, stated = ''] = /mediaPresentationDuration="PT([\d.]+)S"/.exec(mpd) ?? [];
    assert.ok(Math.abs(Number(stated) - seconds) < 1, `the MPD says ${stated} s`);
    await client.videos.delete(id);
  } finally {
    clearInterval(watching);
  }
  assert.ok(most - before < MAY_GROW_MB, `memory grew by ${(most - before).toFixed(0)} MB`);
}

async function manifest(url: string): Promise<string> {
  const text = await (await fetch(url)).text();
  assert.ok(text.length < MOST_MANIFEST_BYTES, `${url} has ${text.length} bytes`);
  return text;
}

function parsed<T>(result: { ok: true; value: T } | { ok: false; problems: unknown }): T {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

/** As a program of others reads them from the playlist, without decoding. */
async function countFrames(url: string): Promise<number> {
  const { ffprobePath } = await findFfmpeg();
  const count = ['-count_packets', '-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0'];
  const { stdout } = await promisify(execFile)(ffprobePath, ['-v', 'error', '-select_streams', 'v:0', ...count, url]);
  return Number.parseInt(stdout, 10);
}

async function durationOf(path: string): Promise<number> {
  const { ffprobePath } = await findFfmpeg();
  const asked = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  return Number((await promisify(execFile)(ffprobePath, asked)).stdout);
}

async function ffmpeg(...args: string[]): Promise<void> {
  const { ffmpegPath } = await findFfmpeg();
  await promisify(execFile)(ffmpegPath, ['-v', 'error', '-y', '-nostdin', ...args]);
}
