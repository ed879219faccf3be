import assert from 'node:assert/strict';
import {
  auditPlatform,
  eventually,
  ffprobe,
  filmSha256,
  makeFilm,
  registerAccount,
  sendFilm,
  startVideo,
  waitForState,
} from '@kinora/testing';
import { mediaUrl, request } from '../http.ts';
import { scenario } from '../scenario.ts';

scenario(
  'a film survives the death of every process on its way',
  async (platform) => {
    const { client } = await registerAccount(platform);
    const film = await makeFilm({ seconds: 24, videoCodec: 'mpeg4' });
    const { id, upload } = await startVideo(client, film);
    // Those that the upload needs die while bytes flow, all others while it is processed.
    const needed = platform.processes.filter((name) =>
      ['uploads', 'gateway', 'videos', 'identity', 'server'].includes(name),
    );
    const dying = [...needed];
    await sendFilm(client, film, {
      url: upload.url,
      chunkBytes: 400_000,
      onChunk: async () => {
        const next = dying.shift();
        if (next) await platform.crash(next);
      },
    });
    assert.deepEqual(dying, [], 'all of them died while it was uploaded');
    for (const name of platform.processes) {
      if (needed.includes(name) && name !== 'server') continue;
      await platform.crash(name);
      // Everything else goes on meanwhile, and what died answers again.
      await eventually('the video answers', () => client.videos.get(id));
    }
    const video = await waitForState(client, id, 'ready');
    const streams = await ffprobe(mediaUrl(platform, video.playback?.hlsUrl));
    assert.deepEqual(
      streams.filter(({ kind }) => kind === 'video').map(({ height, frames }) => [height, frames]),
      [
        [360, 24 * 12],
        [240, 24 * 12],
      ],
    );
    const [row] = await platform.query<{ sha256: string }>(`select sha256 from uploads.uploads where video_id = $1`, [
      id,
    ]);
    assert.equal(row?.sha256, await filmSha256(film));
    assert.equal((await request(`${platform.url}/readyz`)).status, 200);
  },
  { alone: true },
);

scenario(
  'after everything every invariant holds',
  async (platform) => {
    await platform.expireLeases();
    await platform.settle();
    const report = await auditPlatform(platform);
    assert.equal(report.exitCode, 0, report.output);
    for (const { number, checked } of report.invariants)
      assert.ok(checked > 0, `invariant ${number} looked at something`);
  },
  { alone: true },
);
