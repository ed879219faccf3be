import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
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
import { type ChunkCompletion, type ChunkWork, claimTask, TaskClient, type WorkerServer } from '@kinora/worker';
import { type Metric, metric } from '../report.ts';

/** Workers at once, and how many chunks they do together: the same number for each of them. */
const PHASES = [1, 4, 8, 16].map((workers) => ({ workers, chunks: 8 * workers }));
const CHUNK_SECONDS = 4;
/** What a worker needs for a chunk: a tenth of what 20 s of 1080p take, so that the server is asked ten times as often. */
const CHUNK_MS = 4000;
/** 4 s of the smallest rendition at its highest bitrate. */
const SEGMENT = Buffer.alloc(260_000, 'k');
const INIT = SEGMENT.subarray(0, 800);
const SHEET = SEGMENT.subarray(0, 4000);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const SEGMENT_SHA256 = sha256(SEGMENT);

/**
 * How much faster many workers are than one. They speak to the server over HTTP as workers on other machines do, with
 * bytes of the right number, but wait instead of encoding: what is measured is what the server makes of them.
 */
export async function workers({ shape }: { shape: Shape }): Promise<Record<string, Metric>> {
  await using platform = await startPlatform({
    shape,
    environment: { CHUNK_SECONDS: String(CHUNK_SECONDS), WORKER_SLOTS: '1' },
  });
  const { client, videoId, server } = await prepare(platform);
  const perSecond = new Map<number, number>();
  for (const { workers, chunks } of PHASES) {
    const since = performance.now();
    await encode(server, { workers, chunks });
    perSecond.set(workers, (chunks * 1000) / (performance.now() - since));
  }
  await encode(server, { workers: 16, chunks: await chunksLeft(platform) });
  await waitForState(client, videoId, 'ready');
  const one = perSecond.get(1) ?? Number.NaN;
  return Object.fromEntries(
    [...perSecond].map(([workers, rate]) => [
      workers === 1 ? 'chunks a second, one worker' : `speed-up at ${workers} workers ÷ ${workers}`,
      workers === 1 ? metric(rate, '1/s') : metric(rate / one / workers, '', workers === 16 ? '>= 0.9' : undefined),
    ]),
  );
}

/** A film whose chunks all wait, as the platform's own worker reads it and gets nothing more. */
async function prepare(platform: TestPlatform) {
  const setupToken = await platform.setupToken();
  const { client } = await registerAccount(platform, { setupToken });
  const chunks = PHASES.reduce((sum, phase) => sum + phase.chunks, 0);
  const { id: videoId } = await uploadFilm(client, await makeFilm({ seconds: (chunks + 1) * CHUNK_SECONDS }));
  const ingest = async () =>
    (await platform.query<{ state: string }>(`select state from transcoding.tasks where kind = 'ingest'`))[0]?.state;
  await eventually('the film is read', async () => (await ingest()) === 'leased');
  for (const { id } of await client.admin.workers()) await client.admin.drainWorker(id);
  await eventually('the film has been read', async () => (await ingest()) === 'done', { timeoutMs: 120_000 });
  const { token } = await client.admin.createWorkerToken('bench');
  const server: WorkerServer = { url: () => platform.url, token: async () => token };
  return { client, videoId, server };
}

async function chunksLeft(platform: TestPlatform): Promise<number> {
  const [row] = await platform.query<{ count: string }>(
    `select count(*) from transcoding.tasks where kind = 'chunk' and state in ('ready', 'leased')`,
  );
  return Number(row?.count);
}

async function encode(server: WorkerServer, options: { workers: number; chunks: number }): Promise<void> {
  let left = options.chunks;
  const work = async () => {
    const workerId = randomUUID();
    while (left > 0) {
      left--;
      await encodeOne(server, workerId);
    }
  };
  await Promise.all(Array.from({ length: options.workers }, work));
}

async function encodeOne(server: WorkerServer, workerId: string): Promise<void> {
  const { signal } = new AbortController();
  const task = await claimTask(server, { workerId, name: 'bench', version: '0', running: 0 }, signal);
  if (task?.work.kind !== 'chunk') throw new Error('There is no chunk left.');
  const client = new TaskClient({ server, task, signal });
  await delay(CHUNK_MS);
  await client.complete(await sendOutputs(client, task.work));
}

async function sendOutputs(client: TaskClient, { chunk, renditions }: ChunkWork): Promise<ChunkCompletion> {
  const storyboard = {
    columns: 1,
    rows: 1,
    tileWidth: 160,
    tileHeight: 90,
    timesMs: [Math.round(chunk.startPts90k / 90)],
  };
  await client.put('storyboard.jpg', SHEET);
  const made = renditions.map(async ({ name }) => {
    await client.put(`${name}/init.mp4`, INIT);
    const segments = chunk.cuts90k.map(async (start, index) => {
      const sequence = chunk.firstSequence + index;
      await client.put(`${name}/${sequence}.m4s`, SEGMENT);
      const end = chunk.cuts90k[index + 1] ?? chunk.endPts90k;
      return {
        sequence,
        startTicks: start,
        durationTicks: end - start,
        sizeBytes: SEGMENT.length,
        sha256: SEGMENT_SHA256,
      };
    });
    return {
      name,
      codecs: 'avc1.4d401e',
      initSha256: sha256(INIT),
      frames: chunk.frames,
      segments: await Promise.all(segments),
    };
  });
  return { kind: 'chunk', renditions: await Promise.all(made), storyboard };
}
