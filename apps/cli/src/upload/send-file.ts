import { createReadStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client, ConnectionError, isTransient, retryAfterMs, retryDelayMs } from '@kinora/sdk';
import { DetailedError, type HttpResponse, Upload } from 'tus-js-client';

const GIVE_UP_AFTER_MS = 3_600_000;

export interface SendFileOptions {
  client: Client;
  path: string;
  /** The tus resource. */
  url: string;
  signal: AbortSignal;
  onProgress: (offsetBytes: number, sizeBytes: number) => void;
  /** Before each wait. */
  onRetry: (retry: { error: Error; delayMs: number }) => void;
  /** Gives up when nothing moved for so long. */
  giveUpAfterMs?: number;
}

/** Sends a file from wherever the server stands; goes on through restarts and lost connections for an hour. */
export async function sendFile(options: SendFileOptions): Promise<void> {
  const { signal, giveUpAfterMs = GIVE_UP_AFTER_MS } = options;
  let movedAt = Date.now();
  let furthest = -1;
  let failures = 0;
  const onProgress = (offsetBytes: number, sizeBytes: number) => {
    options.onProgress(offsetBytes, sizeBytes);
    if (offsetBytes <= furthest) return;
    furthest = offsetBytes;
    movedAt = Date.now();
    failures = 0;
  };
  let refused: string | null = null;
  for (;;) {
    const attempt = { token: null as string | null };
    try {
      await sendOnce({ ...options, onProgress, attempt, refused });
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ApiError && error.status === 401 && attempt.token !== null && refused === null) {
        // Once with another token; a second refusal is an answer.
        refused = attempt.token;
        continue;
      }
      if (!(error instanceof Error) || !isTransient(error) || Date.now() - movedAt > giveUpAfterMs) throw error;
      refused = null;
      const delayMs = retryDelayMs(failures, error);
      failures++;
      options.onRetry({ error, delayMs });
      await delay(delayMs, undefined, { signal });
    }
  }
}

function sendOnce(
  options: SendFileOptions & { attempt: { token: string | null }; refused: string | null },
): Promise<void> {
  const { client, path, url, signal, attempt } = options;
  return new Promise((resolve, reject) => {
    const upload = new Upload(createReadStream(path), {
      uploadUrl: client.absoluteUrl(url),
      // Waiting, trying again and giving up are the loop's business, for it knows Retry-After.
      retryDelays: null,
      storeFingerprintForResuming: false,
      onBeforeRequest: async (request) => {
        attempt.token =
          options.refused === null ? await client.accessToken() : await client.renewedAccessToken(options.refused);
        if (attempt.token !== null) request.setHeader('Authorization', `Bearer ${attempt.token}`);
      },
      onProgress: (sent, total) => options.onProgress(sent, total ?? 0),
      onSuccess: () => finish(),
      onError: (error) => finish(knownError(error)),
    });
    const abort = () => {
      upload.abort().then(
        () => finish(signal.reason),
        (error: unknown) => finish(error),
      );
    };
    const finish = (error?: unknown) => {
      signal.removeEventListener('abort', abort);
      if (error === undefined) resolve();
      else reject(error);
    };
    signal.addEventListener('abort', abort, { once: true });
    upload.start();
  });
}

function knownError(error: Error | DetailedError): Error {
  if (!(error instanceof DetailedError)) return error;
  const response = error.originalResponse;
  if (!response || response.getStatus() === 0) return new ConnectionError(error);
  const problem = problemOf(response);
  return new ApiError({
    status: response.getStatus(),
    code: problem.code ?? `http.${response.getStatus()}`,
    detail: problem.detail ?? `The server answered ${response.getStatus()}.`,
    retryAfterMs: retryAfterMs(response.getHeader('Retry-After') ?? null, Date.now()),
  });
}

function problemOf(response: HttpResponse): { code?: string; detail?: string } {
  try {
    const { code, detail } = JSON.parse(response.getBody()) as Record<string, unknown>;
    return {
      ...(typeof code === 'string' ? { code } : {}),
      ...(typeof detail === 'string' ? { detail } : {}),
    };
  } catch {
    // Answers to HEAD have no body, and a proxy may answer in prose: the status is enough.
    return {};
  }
}
