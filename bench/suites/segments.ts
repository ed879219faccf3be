import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  eventually,
  makeFilm,
  registerAccount,
  type Shape,
  startPlatform,
  type TestPlatform,
  uploadFilm,
  waitForState,
} from '@kinora/testing';
import { load } from '../load.ts';
import { type Metric, median, metric } from '../report.ts';

const LARGE = 1_000_000;
const SMALL = 200_000;

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** nginx with sendfile over one file, from memory after its first reading. */
async function nginxBytesPerSecond(): Promise<number> {
  await promisify(execFile)('nginx', ['-v']).catch(() => {
    throw new Error('The reference needs nginx: apt-get install nginx-light');
  });
  const directory = await mkdtemp(join(tmpdir(), 'kinora-nginx-'));
  const port = await freePort();
  await mkdir(join(directory, 'www'));
  await writeFile(join(directory, 'www', 'segment.m4s'), randomBytes(LARGE));
  await writeFile(
    join(directory, 'nginx.conf'),
    `daemon off; pid nginx.pid; worker_processes 1; error_log stderr; user root;
     events { worker_connections 512; }
     http { access_log off; sendfile on; tcp_nopush on; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
       server { listen 127.0.0.1:${port}; root ${join(directory, 'www')}; } }`,
  );
  const nginx = spawn('nginx', ['-p', directory, '-c', 'nginx.conf', '-e', 'stderr'], { stdio: 'ignore' });
  try {
    const url = `http://127.0.0.1:${port}/segment.m4s`;
    await eventually('nginx answers', async () => (await fetch(url).catch(() => undefined))?.ok ?? false);
    return (await load({ url })).bytesPerSecond;
  } finally {
    nginx.kill('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  }
}

/** Gives the first segment of the lowest rendition another content of a given size, in the index and in the store. */
async function resizeFirstSegment(platform: TestPlatform, id: string, bytes: number): Promise<void> {
  const [run] = await platform.query<{ blob_prefix: string }>(
    `select blob_prefix from playback.runs join playback.editions on editions.id = edition_id
     where video_id = $1 and rendition = '240p' and first_sequence = 0`,
    [id],
  );
  if (!run) throw new Error('The film has no first segment.');
  await writeFile(join(platform.dataDir, 'blobs', `${run.blob_prefix}0.m4s`), randomBytes(bytes));
}

/** Hot segments against nginx with sendfile in the same run; signed ones against unsigned ones. */
export async function segments({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape });
  const { client } = await registerAccount(platform);
  const film = await makeFilm({ seconds: 13, width: 426, height: 240 });
  const upload = async (visibility: 'public' | 'private', bytes: number) => {
    const { id } = await uploadFilm(client, film, { visibility });
    const video = await waitForState(client, id, 'ready');
    await resizeFirstSegment(platform, id, bytes);
    return `${platform.url}${video.playback?.hlsUrl.replace('master.m3u8', '240p/0.m4s')}`;
  };
  const large = await load({ url: await upload('public', LARGE) });
  const nginx = await nginxBytesPerSecond();
  const open = { url: await upload('public', SMALL), rates: [] as number[] };
  const signed = { url: await upload('private', SMALL), rates: [] as number[] };
  let { errors } = large;
  // In turns, as the machine is not equally fast all the time.
  for (let turn = 0; turn < 3; turn++) {
    for (const { url, rates } of [open, signed]) {
      const result = await load({ url });
      errors += result.errors;
      rates.push(result.requestsPerSecond);
    }
  }
  if (errors > 0) throw new Error('Some requests failed.');
  return {
    'nginx with sendfile, 1 MB': metric(nginx / 1e6, 'MB/s'),
    'hot segments of 1 MB': metric(large.bytesPerSecond / 1e6, 'MB/s'),
    'hot segments ÷ nginx': metric(large.bytesPerSecond / nginx, '', '>= 1.0'),
    'unsigned, 200 kB, median of 3': metric(median(open.rates), '/s'),
    'signed, 200 kB, median of 3': metric(median(signed.rates), '/s'),
    'signed ÷ unsigned': metric(median(signed.rates) / median(open.rates), '', '>= 0.9'),
  };
}
