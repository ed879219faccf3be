import { ApiError, ConnectionError } from './api-error.ts';
import type { Body, Transport } from './transport.ts';

const TUS = { 'tus-resumable': '1.0.0' };
const CHUNK_BYTES = 16 * 1024 * 1024;
const GIVE_UP_AFTER_MS = 3_600_000;

/** What is sent: `read` answers the bytes from start up to end (exclusive). */
export interface UploadSource {
  sizeBytes: number;
  read(start: number, end: number): Promise<Uint8Array<ArrayBuffer> | Blob>;
}

export interface SendOptions {
  /** The tus resource, as `POST /videos` gave it. */
  url: string;
  source: UploadSource;
  chunkBytes?: number;
  /** After each acknowledged chunk. */
  onProgress?: (progress: { offsetBytes: number; sizeBytes: number }) => void;
  /** Before each wait, so that a program can say why nothing moves. */
  onRetry?: (retry: { error: unknown; delayMs: number }) => void;
  signal?: AbortSignal;
  /** Gives up when no byte was acknowledged for so long. Default: one hour. */
  giveUpAfterMs?: number;
}

export function uploadsApi(transport: Transport) {
  async function offset(url: string, signal?: AbortSignal): Promise<number> {
    const response = await transport.request(url, { method: 'HEAD', headers: TUS, signal });
    return offsetOf(response);
  }

  async function patch(url: string, part: { offsetBytes: number; body: Body; signal?: AbortSignal }): Promise<number> {
    const response = await transport.request(url, {
      method: 'PATCH',
      body: part.body,
      headers: { ...TUS, 'upload-offset': `${part.offsetBytes}`, 'content-type': 'application/offset+octet-stream' },
      signal: part.signal,
    });
    return offsetOf(response);
  }

  return {
    offset,
    patch,
    /** Makes an upload without a video; the server drafts one. Answers the resource's address. */
    async create(request: { sizeBytes: number; metadata: Record<string, string> }): Promise<string> {
      const response = await transport.request('/uploads', {
        method: 'POST',
        headers: { ...TUS, 'upload-length': `${request.sizeBytes}`, 'upload-metadata': encode(request.metadata) },
      });
      const location = response.headers.get('location');
      if (location === null) throw new Error('The server made an upload without saying where.');
      return location;
    },
    async terminate(url: string): Promise<void> {
      await transport.request(url, { method: 'DELETE', headers: TUS });
    },
    /** Sends from wherever the server stands, through restarts and lost connections. */
    async send(options: SendOptions): Promise<void> {
      const { url, source, signal } = options;
      const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
      const giveUpAfterMs = options.giveUpAfterMs ?? GIVE_UP_AFTER_MS;
      let sent: number | null = null;
      let movedAt = Date.now();
      let failures = 0;
      while (sent === null || sent < source.sizeBytes) {
        try {
          sent ??= await offset(url, signal);
          if (sent < source.sizeBytes) {
            const end = Math.min(sent + chunkBytes, source.sizeBytes);
            sent = await patch(url, { offsetBytes: sent, body: await source.read(sent, end), signal });
          }
          movedAt = Date.now();
          failures = 0;
          options.onProgress?.({ offsetBytes: sent, sizeBytes: source.sizeBytes });
        } catch (error) {
          signal?.throwIfAborted();
          if (!isTransient(error) || Date.now() - movedAt > giveUpAfterMs) throw error;
          const delayMs = retryDelayMs(failures, error);
          failures += 1;
          sent = null;
          options.onRetry?.({ error, delayMs });
          await wait(delayMs, signal);
        }
      }
    },
  };
}

/** Whether asking again can help: no answer, wrong offset (409), a locked resource (423), too busy, or a server's own fault. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ConnectionError) return true;
  if (!(error instanceof ApiError)) return false;
  return [408, 409, 423, 425, 429].includes(error.status) || (error.status >= 500 && error.status !== 507);
}

/** Doubles from 500 ms to 15 s with ±20 % jitter, and never less than the server asked for. */
export function retryDelayMs(failures: number, error: unknown, random: () => number = Math.random): number {
  const base = Math.min(15_000, 500 * 2 ** failures);
  const asked = error instanceof ApiError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(base * (0.8 + 0.4 * random())));
}

function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}

function offsetOf(response: Response): number {
  const value = Number(response.headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error('The server did not say how much has arrived.');
  return value;
}

function encode(metadata: Record<string, string>): string {
  return Object.entries(metadata)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');
}

function base64(value: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(value)));
}
