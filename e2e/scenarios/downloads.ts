import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFfmpeg } from '@kinora/ffmpeg';
import type { Download } from '@kinora/sdk';
import {
  eventually,
  ffprobe,
  firstSoundSeconds,
  makeFilm,
  registerAccount,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

/** CONTRACTS.md's bound for "at once", on every path of ours. */
const WITHDRAWN_WITHIN_MS = 3000;
const SECONDS = 13;

scenario('a film is taken along as a file that is the film, by those who may', async (platform, step) => {
  const { client } = await registerAccount(platform);
  const film = await makeFilm();
  const { id } = await uploadFilm(client, film, { title: 'Wasser "und" Licht / 水' });
  const video = await waitForState(client, id, 'ready');
  const stranger = await registerAccount(platform);
  const url = (download: Download | undefined) => mediaUrl(platform, download?.url);

  await step('only the owner may, until the creator lets others', async () => {
    assert.deepEqual((await stranger.client.videos.get(id)).downloads, []);
    const open = mediaUrl(platform, video.playback?.hlsUrl).replace('master.m3u8', 'download/360p.mp4');
    assert.equal(await statusOf(request(open)), 404);
    assert.equal(await statusOf(request(url(video.downloads[0]))), 200);
    await client.videos.update(id, { downloadsAllowed: true });
    assert.equal(await statusOf(request(open)), 200, 'under the address that plays');
  });
  const { downloads } = await stranger.client.videos.get(id);
  assert.deepEqual(
    downloads.map(({ name }) => name),
    ['360p', '240p', 'audio'],
  );
  const directory = await mkdtemp(join(tmpdir(), 'kinora-downloads-'));
  try {
    await step('each file is exact, as others read it', () =>
      assertFiles(platform, { downloads, directory, film, hlsUrl: mediaUrl(platform, video.playback?.hlsUrl) }),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  const oembed = async () => {
    const page = `${platform.url}/watch/${id}`;
    return request(`${platform.url}/api/v1/oembed?url=${encodeURIComponent(page)}`);
  };
  await step('pages of others learn how to show it, and its owner how well it plays', async () => {
    const answer = (await (await oembed()).json()) as { html: string; title: string };
    assert.deepEqual([answer.title, answer.html.includes(`${platform.url}/embed/${id}`)], [video.title, true]);
    const framed = await request(`${platform.url}/embed/${id}`);
    assert.match(framed.headers.get('content-security-policy') ?? '', /frame-ancestors \*/);
    await framed.body?.cancel();
    const watched = { positionMs: 1, watchedMs: 1, durationMs: 1, event: 'start' } as const;
    const viewId = crypto.randomUUID();
    await stranger.client.playback.sendBeacon(id, { ...watched, viewId, startTimeMs: 200, stalls: 2, stalledMs: 300 });
    const { starts, stalls, stalledMs } = (await client.playback.quality(id)).total;
    assert.deepEqual([starts, stalls, stalledMs], [1, 2, 300]);
    await assert.rejects(stranger.client.playback.quality(id), { code: 'playback.no_such_video' });
  });
  await step('what is hidden ends at once', async () => {
    await client.videos.update(id, { visibility: 'private' });
    await eventually('it has ended', async () => (await statusOf(request(url(downloads[0])))) === 410, {
      timeoutMs: WITHDRAWN_WITHIN_MS,
    });
    assert.equal(await statusOf(oembed()), 404);
    const own = await client.videos.get(id);
    assert.equal(await statusOf(request(url(own.downloads[0]))), 200, 'not for its owner');
  });
});

async function assertFiles(
  platform: TestPlatform,
  given: { downloads: Download[]; directory: string; film: string; hlsUrl: string },
): Promise<void> {
  for (const { name, url: path, sizeBytes } of given.downloads) {
    const url = mediaUrl(platform, path);
    const answer = await request(url);
    const file = Buffer.from(await answer.arrayBuffer());
    assert.equal(file.length, sizeBytes);
    assert.match(answer.headers.get('content-disposition') ?? '', /^attachment; .*UTF-8''Wasser%20und%20Licht%20%E6/);
    const half = Math.floor(sizeBytes / 2);
    const parts = await Promise.all(
      [`bytes=0-${half}`, `bytes=${half + 1}-`].map(async (range) => {
        const part = await request(url, { headers: { range } });
        assert.equal(part.status, 206);
        return Buffer.from(await part.arrayBuffer());
      }),
    );
    assert.ok(Buffer.concat(parts).equals(file), 'its ranges make the whole');

    const saved = join(given.directory, `${name}.mp4`);
    await writeFile(saved, file);
    if (name !== '240p') await assertStreams(saved, { name, film: given.film });
    const playlist = new URL(`${name}/index.m3u8`, given.hlsUrl).href;
    const [streamed, taken] = await Promise.all([decoded(playlist, name), decoded(saved, name)]);
    assert.ok(taken.hashes.length > 150, `${name} has ${taken.hashes.length} frames`);
    assert.deepEqual(taken.hashes, streamed.hashes, `${name} is what is streamed`);
    // Pictures are 1/12 s apart, sound comes in frames of 1024 samples.
    const step = name === 'audio' ? 1024 : 1;
    assert.deepEqual(
      taken.times,
      taken.times.map((_, index) => index * step),
    );
    if (name !== '360p') continue;
    // A reader that seeks by the index finds the same picture as one that has read everything before it.
    for (const frame of [50, 143]) {
      const { hashes } = await decoded(saved, name, ['-ss', `${(frame - 0.3) / 12}`]);
      assert.deepEqual(hashes, taken.hashes.slice(frame), `${name} from picture ${frame} on`);
    }
  }
}

/** Picture and sound are there, from the beginning to the end and in step. */
async function assertStreams(saved: string, { name, film }: { name: string; film: string }): Promise<void> {
  const streams = await ffprobe(saved);
  assert.deepEqual(
    streams.map(({ kind }) => kind),
    name === 'audio' ? ['audio'] : ['video', 'audio'],
  );
  for (const { kind, firstPts, endPts } of streams) {
    assert.ok(Math.abs(firstPts) < 0.001, `${kind} of ${name} begins at ${firstPts}`);
    assert.ok(Math.abs(endPts - SECONDS) < 0.1, `${kind} of ${name} ends at ${endPts}`);
  }
  const [before, after] = await Promise.all([firstSoundSeconds(film), firstSoundSeconds(saved)]);
  assert.ok(Math.abs(after - before) < 0.03, `the sound starts at ${after} s instead of ${before} s`);
}

/** Time and hash of every picture, or of every piece of sound, as ffmpeg decodes them. */
async function decoded(
  address: string,
  name: string,
  from: string[] = [],
): Promise<{ times: number[]; hashes: string[] }> {
  const { ffmpegPath } = await findFfmpeg();
  const stream = name === 'audio' ? '0:a' : '0:v';
  const output = ['-fps_mode', 'passthrough', '-f', 'framemd5', '-'];
  const { stdout } = await promisify(execFile)(
    ffmpegPath,
    ['-v', 'error', '-nostdin', ...from, '-i', address, '-map', stream, ...output],
    { timeout: 60_000, maxBuffer: 2 ** 24 },
  );
  const lines = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  const fields = lines.map((line) => line.split(','));
  return { times: fields.map((field) => Number(field[2])), hashes: fields.map((field) => field[5] ?? '') };
}
