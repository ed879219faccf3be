import { ApiError, ConnectionError, retryAfterMs } from '@kinora/sdk';
import type { DetailedError, HttpResponse } from 'tus-js-client';
import { client } from '../../app/client.ts';

const CHUNK_BYTES = 64 * 1024 * 1024;

export interface TransferOptions {
  url: string;
  file: File;
  signal: AbortSignal;
  onProgress: (offsetBytes: number) => void;
}

/** One attempt: sends from where the server stands to the end, or says what stopped it. */
export async function transfer({ url, file, signal, onProgress }: TransferOptions): Promise<void> {
  const { Upload } = await import('tus-js-client');
  signal.throwIfAborted();
  await client.uploads.sendIndex({ url, source: { sizeBytes: file.size, read: sliceOf(file) }, signal });
  let token: string | null = null;
  let refused: string | null = null;
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(file, {
      uploadUrl: new URL(url, location.href).href,
      chunkSize: CHUNK_BYTES,
      // Trying again, waiting and giving up are the queue's business.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => {
        token = refused === null ? await client.accessToken() : await client.renewedAccessToken(refused);
        refused = null;
        if (token !== null) request.setHeader('Authorization', `Bearer ${token}`);
      },
      onProgress,
      onSuccess: () => resolve(),
      onError: (error) => {
        const known = knownError(error);
        if (known instanceof ApiError && known.status === 401 && token !== null) {
          // Once with another token; a second refusal is an answer.
          refused = token;
          token = null;
          upload.start();
          return;
        }
        reject(known);
      },
    });
    signal.addEventListener(
      'abort',
      () => {
        void upload.abort().finally(() => reject(signal.reason));
      },
      { once: true },
    );
    upload.start();
  });
}

function sliceOf(file: File) {
  return async (start: number, end: number) => file.slice(start, end);
}

function knownError(error: Error | DetailedError): Error {
  if (error instanceof ApiError || error instanceof ConnectionError) return error;
  const response = 'originalResponse' in error ? error.originalResponse : null;
  if (!response || response.getStatus() === 0) return new ConnectionError(error);
  const problem = problemOf(response);
  return new ApiError({
    status: response.getStatus(),
    code: problem.code ?? `http.${response.getStatus()}`,
    detail: problem.detail ?? error.message,
    retryAfterMs: retryAfterMs(response.getHeader('Retry-After') ?? null, Date.now()),
  });
}

function problemOf(response: HttpResponse): { code?: string; detail?: string } {
  try {
    const body: unknown = JSON.parse(response.getBody());
    if (typeof body !== 'object' || body === null) return {};
    const { code, detail } = body as Record<string, unknown>;
    return {
      code: typeof code === 'string' ? code : undefined,
      detail: typeof detail === 'string' ? detail : undefined,
    };
  } catch {
    // tus servers may answer in plain text; the status is enough.
    return {};
  }
}
