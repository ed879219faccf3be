import { setTimeout as delay } from 'node:timers/promises';
import { type Client, isTransient, type Processing, retryDelayMs } from '@kinora/sdk';
import { CommandError } from '../command.ts';

const POLL_MS = 1000;
const GIVE_UP_AFTER_MS = 3_600_000;

/** Until all of the video has been processed. Throws the failure's own sentence. */
export async function waitUntilReady(options: {
  client: Client;
  videoId: string;
  signal: AbortSignal;
  onChange: (processing: Processing) => void;
  pollMs?: number;
}): Promise<void> {
  const { client, videoId, signal, pollMs = POLL_MS } = options;
  let etag: string | null = null;
  let answeredAt = Date.now();
  let failures = 0;
  for (;;) {
    try {
      const answer = await client.videos.processing(videoId, { etag, signal });
      etag = answer.etag;
      answeredAt = Date.now();
      failures = 0;
      if (answer.value) {
        options.onChange(answer.value);
        const { state, failure, upload, next } = answer.value;
        if (next?.state === 'failed') throw new CommandError(next.failure?.message ?? 'Processing failed.');
        if (state === 'ready' && !next) return;
        if (failure || state === 'failed') throw new CommandError(failure?.message ?? 'Processing failed.');
        if (upload?.state === 'abandoned') throw new CommandError('The upload was given up.');
      }
      await delay(pollMs, undefined, { signal });
    } catch (error) {
      if (signal.aborted || !isTransient(error) || Date.now() - answeredAt > GIVE_UP_AFTER_MS) throw error;
      await delay(retryDelayMs(failures++, error), undefined, { signal });
    }
  }
}

/** Encoding done so far, 0 to 1, over all renditions; of what is to take the place of what plays, where something is. */
export function encodedShare({ renditions, next }: Pick<Processing, 'renditions' | 'next'>): number {
  if (next) return next.progress;
  if (renditions.length === 0) return 0;
  return renditions.reduce((sum, { progress }) => sum + progress, 0) / renditions.length;
}
