import { isTransient, retryDelayMs } from './retry.ts';
import { type IndexResource, sendIndex } from './send-index.ts';
import type { Body } from './transport.ts';

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

/** The requests that sending is made of: two of tus, and one of ours. */
export interface UploadResource extends IndexResource {
  offset(url: string, signal?: AbortSignal): Promise<number>;
  patch(url: string, part: { offsetBytes: number; body: Body; signal?: AbortSignal }): Promise<number>;
}

/** Sends from wherever the server stands, through restarts and lost connections. */
export async function sendUpload(resource: UploadResource, options: SendOptions): Promise<void> {
  const { url, source, signal } = options;
  const chunkBytes = options.chunkBytes ?? CHUNK_BYTES;
  const giveUpAfterMs = options.giveUpAfterMs ?? GIVE_UP_AFTER_MS;
  let sent: number | null = null;
  let movedAt = Date.now();
  let failures = 0;
  let indexSent = false;
  while (sent === null || sent < source.sizeBytes) {
    try {
      sent ??= await resource.offset(url, signal);
      if (sent < source.sizeBytes && !indexSent) {
        await sendIndex(resource, options);
        indexSent = true;
      }
      if (sent < source.sizeBytes) {
        const end = Math.min(sent + chunkBytes, source.sizeBytes);
        sent = await resource.patch(url, { offsetBytes: sent, body: await source.read(sent, end), signal });
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
