import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface LoadResult {
  requestsPerSecond: number;
  p99Ms: number;
  bytesPerSecond: number;
  errors: number;
}

interface Measured {
  requests: number;
  durationUs: number;
  bytes: number;
  p99Us: number;
  errors: number;
}

const SCRIPT = fileURLToPath(new URL('./load.lua', import.meta.url));

const REQUESTS_FILE = join(tmpdir(), `kinora-bench-${process.pid}.tsv`);

export interface LoadRequest {
  method: 'PUT' | 'POST' | 'DELETE';
  path: string;
  token?: string;
  json?: unknown;
}

/**
 * Requests as fast as they are answered, by wrk in a process of its own, after a warm-up of a second. A client in
 * JavaScript would be measured instead of the server: it reads bodies at 65 MB/s.
 */
export async function load(options: {
  url: string;
  connections?: number;
  seconds?: number;
  headers?: Record<string, string>;
  /** Sent one after the other and from the beginning again, in place of reading `url`. */
  requests?: readonly LoadRequest[];
}): Promise<LoadResult> {
  if (options.requests) await writeFile(REQUESTS_FILE, options.requests.map(toLine).join(''));
  await wrk(options, 1);
  const { requests, durationUs, bytes, p99Us, errors } = await wrk(options, options.seconds ?? 5);
  const seconds = durationUs / 1e6;
  return { requestsPerSecond: requests / seconds, p99Ms: p99Us / 1000, bytesPerSecond: bytes / seconds, errors };
}

async function wrk(options: Parameters<typeof load>[0], seconds: number): Promise<Measured> {
  const headers = Object.entries(options.headers ?? {}).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const settings = ['-t', '1', '-c', String(options.connections ?? 32), '-d', `${seconds}s`, '--timeout', '10s'];
  const script = ['-s', SCRIPT, options.url, ...(options.requests ? ['--', REQUESTS_FILE] : [])];
  const { stdout } = await promisify(execFile)('wrk', [...settings, ...headers, ...script]).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') throw new Error('The load comes from wrk: apt-get install wrk');
      throw error;
    },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Measured;
}

function toLine({ method, path, token = '', json }: LoadRequest): string {
  return `${[method, path, token, json === undefined ? '' : JSON.stringify(json)].join('\t')}\n`;
}
