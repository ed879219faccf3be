import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@kinora/cli';
import type { Client, Import } from '@kinora/sdk';
import {
  captureTerminal,
  eventually,
  filmSha256,
  makeFilm,
  registerAccount,
  type TestPlatform,
  waitForState,
} from '@kinora/testing';
import { serveFiles } from '../file-server.ts';
import { scenario } from '../scenario.ts';

const SHORT = { seconds: 6 };

scenario(
  'a file is fetched from its address to its last byte, though its server lets go in the middle',
  async (platform, step) => {
    const { client } = await registerAccount(platform);
    const film = await makeFilm(SHORT);
    const bytes = await readFile(film);
    const cutsAfter = Math.floor(bytes.length * 0.4);
    await using server = await serveFiles({
      '/A%20boat.mp4': { bytes, cutsAfter },
      '/hasty.mp4': { bytes, hasty: true },
      '/whole.mp4': { bytes, ranges: false, cutsAfter },
      '/moved': { bytes, location: '/A%20boat.mp4' },
      '/changing.mp4': { bytes, cutsAfter, onCut: (file) => Object.assign(file, { etag: '"two"' }) },
    });
    await step('from where it stopped', async () => {
      const made = await client.uploads.import({ url: `${server.url}/moved` });
      assert.deepEqual([made.fileName, made.sizeBytes, made.state], ['A boat.mp4', bytes.length, 'waiting']);
      await assertArrives(platform, client, made, film);
      assert.ok(
        server.asked.some((line) => /^GET \/A%20boat.mp4 bytes=[1-9]\d*-$/.test(line)),
        `${server.asked}`,
      );
      const video = await client.videos.get(made.videoId);
      assert.deepEqual([video.title, video.visibility], ['A boat', 'private']);
    });
    await step('from a server that only knows whole files', async () => {
      const { id } = await client.videos.create({ title: 'Drawn up before', visibility: 'unlisted' });
      const made = await client.uploads.import({ url: `${server.url}/whole.mp4`, videoId: id });
      assert.equal(made.videoId, id);
      await assertArrives(platform, client, made, film);
    });
    await step('from one that lets go before anybody has read of it', async () => {
      const made = await client.uploads.import({ url: `${server.url}/hasty.mp4` });
      await assertArrives(platform, client, made, film);
    });
    await step('but never of two files one', async () => {
      const made = await client.uploads.import({ url: `${server.url}/changing.mp4` });
      const failed = await over(client, made);
      assert.deepEqual([failed.state, failed.failure?.code], ['failed', 'uploads.import_changed']);
      assert.ok(failed.receivedBytes < bytes.length);
    });
  },
);

scenario('what cannot be fetched is refused in a sentence, and nothing is left of it', async (platform) => {
  const { client } = await registerAccount(platform);
  const stranger = await registerAccount(platform);
  const bytes = await readFile(await makeFilm(SHORT));
  await using server = await serveFiles({
    '/page': { bytes, type: 'text/html; charset=utf-8' },
    '/stream': { bytes, sized: false, ranges: false },
    '/inside': { bytes, location: 'http://169.254.169.254/latest/meta-data/' },
    '/film.mp4': { bytes },
  });
  const refusals: [string, string][] = [
    [`${server.url}/page`, 'uploads.import_web_page'],
    [`${server.url}/stream`, 'uploads.import_no_size'],
    [`${server.url}/missing`, 'uploads.import_not_there'],
    [`${server.url}/inside`, 'outbound.address_refused'],
    ['http://169.254.169.254/', 'outbound.address_refused'],
    ['http://[::1]:9/', 'outbound.address_refused'],
    ['http://0x0a000001/', 'outbound.address_refused'],
    ['file:///etc/passwd', 'outbound.address_refused'],
    ['a film', 'outbound.address_refused'],
  ];
  for (const [url, code] of refusals) await assert.rejects(client.uploads.import({ url }), { code }, url);
  assert.deepEqual((await client.videos.mine()).items, [], 'no draft is left');

  const { id } = await stranger.client.videos.create({ title: 'Not yours' });
  const other = { url: `${server.url}/film.mp4`, videoId: id };
  await assert.rejects(client.uploads.import(other), { code: 'videos.not_found' });
  const made = await stranger.client.uploads.import(other);
  await assert.rejects(client.uploads.getImport(made.id), { code: 'uploads.not_found' });
  assert.deepEqual((await client.uploads.imports()).items, []);
  assert.deepEqual(
    (await stranger.client.uploads.imports()).items.map((one) => one.id),
    [made.id],
  );
});

function over(client: Client, made: Import): Promise<Import> {
  return eventually('it is fetched, or given up', async () => {
    const now = await client.uploads.getImport(made.id);
    return now.state !== 'waiting' && now;
  });
}

async function assertArrives(platform: TestPlatform, client: Client, made: Import, film: string): Promise<void> {
  const done = await over(client, made);
  assert.deepEqual([done.state, done.receivedBytes], ['done', made.sizeBytes]);
  await waitForState(client, made.videoId, 'playable');
  const [row] = await platform.query<{ sha256: string }>('select sha256 from uploads.uploads where id = $1', [made.id]);
  assert.equal(row?.sha256, await filmSha256(film));
}

scenario('a folder of films comes with titles, dates and captions, once', async (platform) => {
  const { client, email, password } = await registerAccount(platform);
  const directory = await mkdtemp(join(tmpdir(), 'kinora-import-'));
  const environment = { XDG_CONFIG_HOME: join(directory, 'config'), KINORA_PASSWORD: password };
  const { signal } = new AbortController();
  const kinora = (...args: string[]) => captureTerminal((terminal) => runCli({ args, environment, terminal, signal }));
  const folder = join(directory, 'films');
  try {
    assert.equal((await kinora('login', '--url', platform.url, '--email', email)).code, 0);
    await mkdir(folder);
    await copyFile(await makeFilm(SHORT), join(folder, 'shed.mp4'));
    await writeFile(join(folder, 'shed.de.vtt'), 'WEBVTT\n\n00:00.000 --> 00:01.000\nEis\n');
    await writeFile(join(folder, 'notes.mp4'), 'no film');
    const table = join(directory, 'table.csv');
    await writeFile(table, 'file,title,date,tags,visibility\nshed.mp4,Winter in the shed,2024-05-31,oak;ice,public\n');
    const bring = () => kinora('import', folder, '--mapping', table);
    const first = await bring();
    assert.equal(first.code, 0, first.err);
    const { items } = await client.videos.mine();
    const film = items.find(({ title }) => title === 'Winter in the shed');
    assert.ok(film, `${email} has the film`);
    const video = await waitForState(client, film.id, 'ready');
    assert.deepEqual(
      [video.tags, video.visibility, video.publishedAt],
      [['oak', 'ice'], 'public', '2024-05-31T00:00:00.000Z'],
    );
    assert.deepEqual(
      (await client.captions.list(film.id)).map(({ language }) => language),
      ['de'],
    );
    const again = await bring();
    assert.deepEqual([again.code, again.out], [0, first.out], 'the second time nothing is sent');
    assert.equal((await client.videos.mine()).items.length, 2);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
