import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type Client, createClient, type VideoDetail } from '@kinora/sdk';
import {
  eventually,
  type FilmShape,
  makeFilm,
  makePicture,
  readPublishedHls,
  registerAccount,
  startVideo,
  type TestPlatform,
  waitForState,
} from '@kinora/testing';
import { assertProblem, mediaUrl, request } from '../http.ts';
import { scenario } from '../scenario.ts';
import { assertWhole } from '../whole-film.ts';

/** Three segments, of which two have arrived with most of the file; so small that none is encoded. */
const FILM = { fps: '25', seconds: 12, width: 426, height: 240 } as const satisfies FilmShape;
const MOST = 0.85;

scenario('a film is watched while it uploads, whatever holds it, and is whole in the end', async (platform, step) => {
  const { client } = await registerAccount(platform);
  const shapes: Record<string, FilmShape> = {
    'an MP4 with its index last': { moovLast: true },
    'a transport stream': { extension: 'ts' },
  };
  // The sound of a transport stream is measured by a clock of its own.
  const sound = await makeFilm(FILM);
  const watch = ([name, shape]: [string, FilmShape]) =>
    step(name, async () => {
      const film = await makeFilm({ ...FILM, ...shape });
      const arriving = await sendMost(client, film);
      const early = await eventually('it plays', () => playingNow(platform, arriving.id));
      assert.equal(early.playback?.complete, false);
      const told = await eventually('it is told that it plays', async () => {
        const video = await client.videos.get(arriving.id);
        return video.state === 'playable' && video;
      });
      assert.equal(
        told.durationMs === null,
        shape.extension === 'ts',
        'a transport stream says nowhere how long it is',
      );
      assert.ok((told.availableMs ?? 0) >= 6000, 'what there is of it is told');
      const published = await readPublishedHls(mediaUrl(platform, early.playback?.hlsUrl));
      assert.deepEqual(
        published.variants.map(({ playlist }) => [playlist.type, playlist.ended]),
        published.variants.map(() => ['EVENT', false]),
      );
      assert.ok(
        await eventually('it has a poster', async () => (await client.videos.get(arriving.id)).thumbnailUrl ?? false),
      );
      const offset = await client.uploads.offset(arriving.url);
      assert.ok(offset < arriving.bytes.length, 'the rest has not been sent');
      await arriving.finish();
      const video = await waitForState(client, arriving.id, 'ready');
      assert.equal(video.playback?.hlsUrl, early.playback?.hlsUrl, 'who watches goes on at the same address');
      assert.ok(Math.abs((video.durationMs ?? 0) - 12_000) < 100, `${video.durationMs} ms`);
      await assertWhole(platform, video, { film: sound, frames: 12 * 25, seconds: 12 });
    });
  await Promise.all(Object.entries(shapes).map(watch));
});

/** More than a worker reads at once. */
const ANNOUNCED = 5;

scenario('a film is processed while it arrives, however many others were announced before it', async (platform) => {
  const { client: idle } = await registerAccount(platform);
  const { client } = await registerAccount(platform);
  const film = await makeFilm(FILM);
  const announced = await Promise.all(Array.from({ length: ANNOUNCED }, () => startVideo(idle, film)));
  const arriving = await sendMost(client, film);
  await eventually('it plays', () => playingNow(platform, arriving.id));
  await arriving.finish();
  await Promise.all(announced.map(({ upload }) => idle.uploads.terminate(upload.url)));
  await waitForState(client, arriving.id, 'ready');
});

scenario('what does not arrive as it began is withdrawn', async (platform, step) => {
  const { client } = await registerAccount(platform);
  await step('an upload that is given up takes what was shown of it along', async () => {
    const arriving = await sendMost(client, await makeFilm(FILM));
    const early = await eventually('it plays', () => playingNow(platform, arriving.id));
    await client.uploads.terminate(arriving.url);
    const draft = await eventually('it is a draft again', async () => {
      const video = await client.videos.get(arriving.id);
      // Two services are told, each in its own time.
      return video.state === 'draft' && video.playback === null && video;
    });
    assert.equal(draft.failure, null);
    await eventually('its address has ended', async () => {
      const { status } = await request(mediaUrl(platform, early.playback?.hlsUrl));
      return status === 410;
    });
  });
  await step('a film with an index that was not its own is processed again', async () => {
    const film = await makeFilm({ ...FILM, moovLast: true });
    // Another film of the same shape: its index fits well enough to show something.
    const foreign = await readFile(await makeFilm({ ...FILM, moovLast: true, bitrateBps: 700_000 }));
    const arriving = await sendMost(client, film, { indexOf: foreign });
    await arriving.finish();
    const video = await waitForState(client, arriving.id, 'ready');
    await assertWhole(platform, video, { film, frames: 12 * 25, seconds: 12 });
    const jobs = await platform.query<{ state: string }>(
      'select state from transcoding.jobs where video_id = $1 order by created_at',
      [arriving.id],
    );
    assert.deepEqual([jobs.length > 1, jobs.at(-1)?.state], [true, 'finished']);
  });
  await step('a picture is refused before the rest of it is sent, and says why', async () => {
    const picture = await makePicture('png');
    const bytes = Buffer.concat([picture, Buffer.alloc(300_000)]);
    const { id, upload } = await client.videos.create({ title: 'No film', fileName: 'a.mp4', sizeBytes: bytes.length });
    await client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, 280_000) });
    const video = await waitForState(client, id, 'failed');
    assert.equal(video.failure?.code, 'image_refused');
    await eventually('nobody takes more', async () => {
      const { state } = (
        await platform.query<{ state: string }>('select state from uploads.uploads where video_id = $1', [id])
      )[0] ?? { state: '' };
      return state === 'abandoned';
    });
    const rest = await request(client.absoluteUrl(upload.url), {
      client,
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': '280000',
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.subarray(280_000),
    });
    await assertProblem(rest, 410, 'uploads.refused');
  });
});

interface ArrivingFilm {
  id: string;
  url: string;
  bytes: Buffer<ArrayBuffer>;
  finish(): Promise<void>;
}

/** Sends the beginning of a film, its index ahead where that is at the end, and keeps the rest back. */
async function sendMost(client: Client, film: string, options: { indexOf?: Buffer } = {}): Promise<ArrivingFilm> {
  const bytes = await readFile(film);
  const { id, upload } = await startVideo(client, film, { visibility: 'public' });
  const from = options.indexOf ?? bytes;
  if (options.indexOf) {
    const offset = from.lastIndexOf('moov') - 4;
    const index = from.subarray(offset);
    // It has to end within the file to be taken at all.
    await client.uploads.putIndex(upload.url, { offsetBytes: bytes.length - index.length, body: index });
  } else {
    const read = async (start: number, end: number) => bytes.subarray(start, end);
    await client.uploads.sendIndex({ url: upload.url, source: { sizeBytes: bytes.length, read } });
  }
  const most = Math.floor(bytes.length * MOST);
  await client.uploads.patch(upload.url, { offsetBytes: 0, body: bytes.subarray(0, most) });
  return {
    id,
    url: upload.url,
    bytes,
    finish: async () => {
      await client.uploads.patch(upload.url, { offsetBytes: most, body: bytes.subarray(most) });
    },
  };
}

/** As somebody who is not logged in sees it. */
async function playingNow(platform: TestPlatform, id: string): Promise<VideoDetail | undefined> {
  const visitor = createClient({ baseUrl: platform.url });
  const video = await visitor.videos.get(id);
  return video.playback ? video : undefined;
}
