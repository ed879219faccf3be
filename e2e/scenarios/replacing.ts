import assert from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import type { Client, NextEdition, VideoDetail } from '@kinora/sdk';
import {
  eventually,
  ffprobe,
  makeFilm,
  registerAccount,
  sendFilm,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { administratorOf } from '../administrator.ts';
import { mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

const CHUNK_BYTES = 8 * 2 ** 20;

scenario(
  'a file is replaced, and the video processed again, under its address and without a break',
  async (platform, step) => {
    const { client } = await registerAccount(platform);
    const film = await makeFilm({ seconds: 7 });
    const other = await makeFilm({ seconds: 5, width: 320, height: 240 });
    const { id } = await uploadFilm(client, film, { title: 'Water' });
    const first = await waitForState(client, id, 'ready');
    await client.captions.putChapters(id, [
      { startMs: 0, title: 'Ropes' },
      { startMs: 6000, title: 'Oars' },
    ]);

    await step('a new file takes over when it is processed, with all that belongs to it', async () => {
      await replace(client, id, other);
      const video = await anotherPlays(client, first, ({ durationMs }) => durationMs !== first.durationMs);
      assert.deepEqual([video.title, video.width, video.height, video.state], ['Water', 320, 240, 'ready']);
      assert.ok(Math.abs((video.durationMs ?? 0) - 5000) < 100, `${video.durationMs} ms`);
      assert.deepEqual(
        video.chapters.map(({ title }) => title),
        ['Ropes'],
        'what begins after the end is kept, and not shown',
      );
      const streams = await ffprobe(mediaUrl(platform, video.playback?.hlsUrl));
      assert.ok(streams.every(({ endPts }) => Math.abs(endPts - 5) < 0.1));
      assert.equal(await posterOf(platform, video), 200);
      assert.deepEqual(
        video.downloads.map(({ name }) => name),
        ['240p', 'audio'],
      );
      await assertStillThere(platform, first);
    });
    const second = await client.videos.get(id);

    await step('a file that is broken changes nothing, and its owner reads why', async () => {
      const { upload } = await client.videos.replaceFile(id, { fileName: 'notes.mp4', sizeBytes: 2000 });
      await client.uploads.send({ url: upload.url, source: bytes(Buffer.alloc(2000, 'not a film\n')) }).catch(() => {});
      // Films that nobody can watch yet go first, and others upload such ones meanwhile.
      const failed = await eventually(
        'it has failed',
        async () => {
          const next = await nextOf(client, id);
          return next?.state === 'failed' ? next : undefined;
        },
        { timeoutMs: 120_000 },
      );
      assert.match(failed.failure?.message ?? '', /\w+ .*\./);
      assert.deepEqual(await shown(client, id), [second.playback?.hlsUrl, 'ready']);
      await client.videos.cancelNextEdition(id);
      assert.equal(await nextOf(client, id), null, 'the failure is forgotten');
      await assert.rejects(client.videos.cancelNextEdition(id), { code: 'videos.nothing_to_cancel' });
    });

    await step(
      'one that is on its way is gone on with or cancelled, and no second one is begun beside it',
      async () => {
        const { size } = await stat(film);
        const begun = await client.videos.replaceFile(id, { fileName: 'film.mp4', sizeBytes: size });
        const half = (await readFile(film)).subarray(0, size >> 1);
        await client.uploads.patch(begun.upload.url, { offsetBytes: 0, body: half });
        assert.deepEqual(await client.videos.replaceFile(id, { fileName: 'film.mp4', sizeBytes: size }), begun);
        await assert.rejects(client.videos.replaceFile(id, { fileName: 'b.mp4', sizeBytes: 5 }), {
          code: 'uploads.already_running',
        });
        const next = await nextOf(client, id);
        assert.deepEqual([next?.kind, next?.state, next?.upload?.offsetBytes], ['replacement', 'uploading', size >> 1]);
        assert.equal((await client.videos.get(id)).arrival, null, 'viewers are told nothing');
        await client.videos.cancelNextEdition(id);
        assert.equal(await nextOf(client, id), null);
        await assert.rejects(client.uploads.offset(begun.upload.url), { status: 410 });
        assert.deepEqual(await shown(client, id), [second.playback?.hlsUrl, 'ready']);
      },
    );

    await step('it is processed again of the file that is kept, also with all others', async () => {
      await client.videos.reprocess(id);
      await assert.rejects(client.videos.reprocess(id), { code: 'transcoding.edition_running' });
      const third = await anotherPlays(client, second);
      await assertStillThere(platform, second);
      assert.equal(third.durationMs, second.durationMs);
      const { client: admin } = await administratorOf(platform);
      await assert.rejects(client.admin.reprocessVideos(), { code: 'kernel.forbidden' });
      // The films of other scenarios are to stay as they are.
      const none = await admin.admin.reprocessVideos({ processedBefore: '2000-01-01T00:00:00.000Z' });
      assert.deepEqual(none, { begun: 0, skipped: 0, nextCursor: null });
      await assert.rejects(admin.admin.prioritizeProcessing(id, true), { code: 'transcoding.nothing_running' });
    });

    await step('deleted while a new file is processed, all of it goes', async () => {
      const video = await client.videos.get(id);
      await replace(client, id, film);
      await client.videos.delete(id);
      await eventually(
        'it is gone',
        async () => (await statusOf(request(mediaUrl(platform, video.playback?.hlsUrl)))) === 410,
      );
      assert.equal(await statusOf(request(mediaUrl(platform, first.playback?.hlsUrl))), 410);
    });
  },
);

async function replace(client: Client, id: string, path: string): Promise<void> {
  const { size } = await stat(path);
  const { upload } = await client.videos.replaceFile(id, { fileName: 'new.mp4', sizeBytes: size });
  await sendFilm(client, path, { url: upload.url, chunkBytes: CHUNK_BYTES });
}

/** Until then the one before is shown, whole. */
async function anotherPlays(
  client: Client,
  before: VideoDetail,
  /** What videos tells follows what plays by an event. */
  isTold: (video: VideoDetail) => boolean = () => true,
): Promise<VideoDetail> {
  return eventually(
    'another edition plays',
    async () => {
      const { next } = await progressOf(client, before.id);
      const video = await client.videos.get(before.id);
      assert.deepEqual([video.state, video.playback?.complete], ['ready', true]);
      const isAnother = video.playback?.hlsUrl !== before.playback?.hlsUrl;
      return isAnother && next === null && isTold(video) ? video : undefined;
    },
    { timeoutMs: 100_000, everyMs: 250 },
  );
}

async function progressOf(client: Client, id: string) {
  const { value } = await client.videos.processing(id);
  if (!value) throw new Error('There is no progress.');
  return value;
}

async function nextOf(client: Client, id: string): Promise<NextEdition | null> {
  return (await progressOf(client, id)).next;
}

async function shown(client: Client, id: string) {
  const { playback, state } = await client.videos.get(id);
  return [playback?.hlsUrl, state];
}

const posterOf = (platform: TestPlatform, video: VideoDetail) =>
  statusOf(request(mediaUrl(platform, video.playback?.posterUrl)));

/** Who watches the edition that was replaced goes on. */
async function assertStillThere(platform: TestPlatform, video: VideoDetail): Promise<void> {
  const streams = await ffprobe(mediaUrl(platform, video.playback?.hlsUrl), { streams: 'v:0' });
  assert.ok((streams[0]?.frames ?? 0) > 50, 'the edition before is whole');
}

function bytes(data: Buffer<ArrayBuffer>) {
  return { sizeBytes: data.length, read: async (start: number, end: number) => data.subarray(start, end) };
}
