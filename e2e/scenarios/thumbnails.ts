import assert from 'node:assert/strict';
import { eventually, ffprobe, makeFilm, makePicture, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { assertProblem, mediaUrl, request, statusOf } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario(
  'the picture that a creator chooses stands for the video everywhere, under its rule',
  async (platform, step) => {
    const { client } = await registerAccount(platform);
    const stranger = await registerAccount(platform);
    const { id } = await uploadFilm(client, await makeFilm({ seconds: 6 }));
    // Before there is anything to play.
    await client.videos.putThumbnail(id, await makePicture('png'), 'image/png');
    await client.videos.update(id, { title: 'With a picture', visibility: 'public' });
    await waitForState(client, id, 'ready');
    const thumbnail = async () => (await stranger.client.videos.get(id)).thumbnailUrl ?? '';
    const first = await eventually(
      'it is shown',
      async () => (await thumbnail()).endsWith('/thumbnail/1.jpg') && thumbnail(),
    );

    await step('it is written by us, kept for ever, and what cards, players and previews of links show', async () => {
      const answer = await request(mediaUrl(platform, first));
      assert.equal(answer.headers.get('content-type'), 'image/jpeg');
      assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
      const [{ codec, width, height } = { codec: '', width: 0, height: 0 }] = await ffprobe(mediaUrl(platform, first));
      assert.deepEqual([codec, width, height], ['mjpeg', 1280, 720]);
      const video = await stranger.client.videos.get(id);
      assert.equal(video.ownThumbnail, true);
      assert.equal(video.playback?.posterUrl, first);
      const page = await (await request(`${platform.url}/watch/${id}`)).text();
      assert.match(page, new RegExp(`property="og:image" content="[^"]*${first}"`));
      const asked = new URLSearchParams({ url: `${platform.url}/watch/${id}` });
      const embed = await (await request(`${platform.url}/api/v1/oembed?${asked}`)).json();
      assert.partialDeepStrictEqual(embed, { thumbnail_width: 1280, thumbnail_height: 720 });
    });
    await step('another one has another address; the one before leads to it', async () => {
      await client.videos.putThumbnail(id, await makePicture('jpeg'), 'image/jpeg');
      const next = await eventually('it is shown', async () => (await thumbnail()) !== first && thumbnail());
      assert.match(next, /\/thumbnail\/2\.jpg$/);
      const bytes = async (path: string) => Buffer.from(await (await request(mediaUrl(platform, path))).arrayBuffer());
      assert.deepEqual(await bytes(first), await bytes(next));
      assert.equal(await statusOf(request(mediaUrl(platform, next.replace('/2.jpg', '/3.jpg')))), 404);
    });
    await step('what is no picture, or not theirs, changes nothing', async () => {
      const url = `${platform.url}/api/v1/videos/${id}/thumbnail`;
      const token = (await client.accessToken()) ?? '';
      const put = (body: string | Buffer<ArrayBuffer>, type: string, by: string) =>
        request(url, { method: 'PUT', token: by, body, headers: { 'content-type': type } });
      await assertProblem(await put('<svg onload="alert(1)"/>', 'image/png', token), 422, 'videos.not_an_image');
      await assertProblem(await put('GIF89a', 'image/gif', token), 415, 'kernel.unsupported_media_type');
      await assertProblem(await put(Buffer.alloc(8_000_001), 'image/png', token), 413, 'kernel.body_too_large');
      const theirs = (await stranger.client.accessToken()) ?? '';
      await assertProblem(
        await put(Buffer.from(await makePicture('png')), 'image/png', theirs),
        404,
        'videos.not_found',
      );
      assert.match(await thumbnail(), /\/thumbnail\/2\.jpg$/);
    });
    await step('it is hidden with its video, and its creator sees it still', async () => {
      const shown = await thumbnail();
      await client.videos.update(id, { visibility: 'private' });
      await eventually(
        'its address has ended',
        async () => (await statusOf(request(mediaUrl(platform, shown)))) === 410,
        {
          timeoutMs: 5000,
        },
      );
      const own = (await client.videos.get(id)).thumbnailUrl ?? '';
      assert.match(own, /^\/media\/[\w-]{22}\/.+\/thumbnail\/2\.jpg$/);
      assert.equal(await statusOf(request(mediaUrl(platform, own))), 200);
      const bare = own.replace(/^(\/media\/[\w-]{22})\/.+(\/thumbnail)/, '$1$2');
      assert.notEqual(await statusOf(request(mediaUrl(platform, bare))), 200);
    });
    await step('it is taken away again, and goes with the video', async () => {
      await client.videos.deleteThumbnail(id);
      await eventually('the film stands for itself', async () =>
        (await client.videos.get(id)).thumbnailUrl?.endsWith('/poster.jpg'),
      );
      assert.equal((await client.videos.get(id)).ownThumbnail, false);
      await client.videos.putThumbnail(id, await makePicture('jpeg'), 'image/jpeg');
      await client.videos.delete(id);
      await eventually('no file of it is kept', async () => {
        const [row] = await platform.query<{ files: number }>(
          "select count(*)::int as files from videos.thumbnail_files where video_id = $1 and (remove_after is null or remove_after > now() + interval '20 minutes')",
          [id],
        );
        return row?.files === 0;
      });
    });
  },
);
