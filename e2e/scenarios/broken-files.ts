import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually, makeFilm, registerAccount, uploadFilm, waitForState } from '@kinora/testing';
import { request } from '../http.ts';
import { scenario } from '../scenario.ts';

const WITHIN_MS = 60_000;
const CANARY = 'canary-4f1d9a7c';

scenario('a file that is no film fails with its reason and gives nothing away', async (platform) => {
  const { client } = await registerAccount(platform);
  const directory = await mkdtemp(join(tmpdir(), 'kinora-broken-'));
  try {
    await writeFile(join(directory, 'secret.txt'), CANARY);
    const canary = join(directory, 'secret.txt');
    const film = await readFile(await makeFilm({ moovLast: true }));
    const files: Record<string, [code: string | RegExp, bytes: Buffer]> = {
      'text.mp4': ['text_refused', Buffer.from('This is a letter, not a film.\n'.repeat(200))],
      'page.mp4': [
        'text_refused',
        Buffer.from(`<!doctype html><html><body><img src="file://${canary}"></body></html>`),
      ],
      'noise.mp4': [/^(unknown_container|corrupt)$/, randomBytes(200_000)],
      'index-cut-off.mp4': [/^(corrupt|need_more_data)$/, film.subarray(0, film.length - 60_000)],
      'list.mp4': [
        'playlist_refused',
        Buffer.from(`#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://${canary}\n#EXT-X-ENDLIST\n`),
      ],
      'concat.mp4': [/refused|unknown_container/, Buffer.from(`ffconcat version 1.0\nfile '${canary}'\n`)],
      'dash.mp4': [
        /refused|unknown_container/,
        Buffer.from(
          `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><BaseURL>file://${canary}</BaseURL></MPD>`,
        ),
      ],
      'sdp.mp4': [
        /refused|unknown_container/,
        Buffer.from('v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n'),
      ],
      'picture.mp4': [
        /refused|unknown_container/,
        Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><image href="file://${canary}"/></svg>`),
      ],
    };
    await Promise.all(
      Object.entries(files).map(async ([name, [code, bytes]]) => {
        const path = join(directory, name);
        await writeFile(path, bytes);
        const { id } = await uploadFilm(client, path, { title: name });
        const video = await waitForState(client, id, 'failed', { timeoutMs: WITHIN_MS });
        assert.ok(video.failure, `${name} says why`);
        if (typeof code === 'string') assert.equal(video.failure.code, code, name);
        else assert.match(video.failure.code, code, name);
        assert.match(video.failure.message, /^[A-Z].+\.$/, `${name} has a sentence`);
        assert.equal(video.playback, null);
        for (const path of [`/api/v1/videos/${id}`, `/api/v1/videos/${id}/processing`]) {
          const text = await (await request(platform.url + path, { client })).text();
          assert.ok(!text.includes(CANARY) && !text.includes(directory), `${name} gives nothing away`);
        }
      }),
    );
    assert.ok(!(await platform.readLog()).includes(CANARY), 'nor does the log');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

scenario('a film that breaks off in the middle does not pass for a whole one', async (platform) => {
  const { client } = await registerAccount(platform);
  const directory = await mkdtemp(join(tmpdir(), 'kinora-broken-'));
  try {
    // The index is at the front and promises all of it.
    const film = await readFile(await makeFilm({ moovLast: false }));
    const path = join(directory, 'cut.mp4');
    await writeFile(path, film.subarray(0, Math.floor(film.length * 0.6)));
    const { id } = await uploadFilm(client, path);
    const video = await waitForState(client, id, 'failed', { timeoutMs: WITHIN_MS });
    assert.ok(video.failure);
    assert.match(video.failure.code, /^(corrupt|frame_count|timestamps|output_invalid)$/);
    // Playback hears of it by itself.
    await eventually('what was shown of it is withdrawn', async () => (await client.videos.get(id)).playback === null);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
