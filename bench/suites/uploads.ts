import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { registerAccount, type Shape, startPlatform, type TestPlatform } from '@kinora/testing';
import { probe } from '../prober.ts';
import { processTreeMemory } from '../process-tree.ts';
import { type Metric, metric, percentile } from '../report.ts';

const CHUNK = randomBytes(64 * 2 ** 20);
const CHUNKS = 8;
const PARALLEL = 20;

/** Sends one body and waits for the answer. */
function send(url: string, method: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers: { ...headers, 'content-length': String(CHUNK.length) } },
      (incoming) => {
        incoming.resume();
        incoming.once('end', () => resolve(incoming.statusCode ?? 0));
      },
    );
    outgoing.once('error', reject);
    outgoing.end(CHUNK);
  });
}

/** What the disk and Node can do: a handler that writes each body to a file and syncs it. */
async function bareHandler(directory: string): Promise<number> {
  let count = 0;
  const server = createServer((incoming, answer) => {
    const file = createWriteStream(join(directory, `bare-${count++}`), { flush: true });
    pipeline(incoming, file).then(
      () => answer.writeHead(204).end(),
      () => answer.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const started = performance.now();
  for (let i = 0; i < CHUNKS; i++) await send(url, 'PATCH', {});
  const seconds = (performance.now() - started) / 1000;
  server.close();
  return (CHUNKS * CHUNK.length) / 1e6 / seconds;
}

/** In milliseconds, since it was last asked for; of the gateway where services run apart. */
async function eventLoopP99({ url }: TestPlatform): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const seconds = /^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1];
  if (seconds === undefined) throw new Error('The server does not say how late its event loop is.');
  return Number(seconds) * 1000;
}

async function uploadOne(platform: TestPlatform, token: string, url: string, chunks: number): Promise<void> {
  for (let i = 0; i < chunks; i++) {
    const status = await send(`${platform.url}${url}`, 'PATCH', {
      authorization: `Bearer ${token}`,
      'tus-resumable': '1.0.0',
      'upload-offset': String(i * CHUNK.length),
      'content-type': 'application/offset+octet-stream',
    });
    if (status !== 204) throw new Error(`An upload was answered with ${status}.`);
  }
}

/** One large file against a bare handler on the same disk; then twenty at the same time. */
export async function uploads({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({ shape, environment: { WORKER_SLOTS: '0' } });
  const { client } = await registerAccount(platform);
  const token = (await client.accessToken()) ?? '';
  // One byte more than is sent: the upload never ends, and nothing else works meanwhile.
  const begin = async (chunks: number): Promise<string> => {
    const { upload } = await client.videos.create({
      title: 'load',
      fileName: 'load.bin',
      sizeBytes: chunks * CHUNK.length + 1,
    });
    return upload.url;
  };

  const directory = await mkdtemp(join(platform.dataDir, 'bare-'));
  const bare = await bareHandler(directory);
  await rm(directory, { recursive: true });
  const url = await begin(CHUNKS);
  const started = performance.now();
  await uploadOne(platform, token, url, CHUNKS);
  const single = (CHUNKS * CHUNK.length) / 1e6 / ((performance.now() - started) / 1000);

  const urls = await Promise.all(Array.from({ length: PARALLEL }, () => begin(2)));
  const server = platform.serverPid;
  const before = await processTreeMemory(server);
  let highest = before.rssMiB;
  await eventLoopP99(platform);
  const answers = probe(`${platform.url}/healthz`);
  let sending = true;
  const watching = (async () => {
    while (sending) {
      highest = Math.max(highest, (await processTreeMemory(server)).rssMiB);
      await delay(100);
    }
  })();
  await Promise.all(urls.map((address) => uploadOne(platform, token, address, 2)));
  sending = false;
  await watching;
  const lag = await eventLoopP99(platform);
  const latencies = await answers.stop();
  return {
    'bare Node handler': metric(bare, 'MB/s'),
    'one upload': metric(single, 'MB/s'),
    'one upload ÷ bare handler': metric(single / bare, '', '>= 0.9'),
    '20 uploads: growth of memory': metric(highest - before.rssMiB, 'MiB', '<= 150'),
    '20 uploads: event loop, p99': metric(lag, 'ms', '<= 50'),
    '20 uploads: answer of another request, p99': metric(percentile(latencies, 0.99), 'ms'),
  };
}
