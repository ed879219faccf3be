import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  eventually,
  ffprobe,
  makeFilm,
  readZip,
  registerAccount,
  startPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';

test('where uploaded files are not kept, an archive has the best that was made of them', {
  timeout: 150_000,
}, async () => {
  await using platform = await startPlatform({ shape: 'one', environment: { SOURCE_RETENTION_DAYS: '0' } });
  const { client, page } = await registerAccount(platform);
  const film = await uploadFilm(client, await makeFilm({ seconds: 5 }), { title: 'Gone soon' });
  const draft = await client.videos.create({ title: 'Never sent', fileName: 'x.mp4', sizeBytes: 1000 });
  await waitForState(client, film.id, 'ready');
  await eventually(
    'the file is removed',
    async () => (await client.videos.processing(film.id)).value?.upload?.sourceKept === false,
    // Whoever removes looks at most every 45 s.
    { timeoutMs: 60_000 },
  );

  await page.exports.create({ withFilms: true });
  await eventually('the archive is ready', async () => (await page.exports.latest())?.state === 'ready');
  const answer = await fetch(new URL(await page.exports.link(), platform.url));
  const files = await readZip(new Uint8Array(await answer.arrayBuffer()));
  const films = [...files.keys()].filter((name) => name.endsWith('.mp4'));
  assert.deepEqual(films, [`videos/${film.id}/film.mp4`], `not what was never sent: ${draft.id}`);
  const directory = await mkdtemp(join(tmpdir(), 'kinora-export-'));
  try {
    const path = join(directory, 'film.mp4');
    await writeFile(path, files.get(films[0] ?? '') ?? '');
    const streams = await ffprobe(path);
    assert.deepEqual(streams.map(({ kind }) => kind).sort(), ['audio', 'video']);
  } finally {
    await rm(directory, { recursive: true });
  }
});
