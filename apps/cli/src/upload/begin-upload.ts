import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Client, isTransient, type NewVideo, retryDelayMs } from '@kinora/sdk';
import { CommandError } from '../command.ts';
import type { ProgressLine } from './progress-line.ts';
import type { UploadRecord, UploadRecords } from './upload-records.ts';

const GIVE_UP_AFTER_MS = 3_600_000;

/** Of a file that can be uploaded. */
export async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(
      error.code === 'ENOENT' ? `${path} does not exist.` : `${path} cannot be read (${error.code}).`,
      { cause: error },
    );
  });
  if (!stats.isFile()) throw new CommandError(`${path} is not a file.`);
  if (stats.size === 0) throw new CommandError(`${path} is empty.`);
  return stats.size;
}

/** An upload of this very file that has begun and that the server still has. */
export async function findBegun(
  records: UploadRecords,
  fingerprint: string,
  { client, progress, replaced }: { client: Client; progress: ProgressLine; replaced: string | undefined },
): Promise<UploadRecord | undefined> {
  const record = await records.find(fingerprint);
  if (!record || (replaced !== undefined && record.videoId !== replaced)) return undefined;
  try {
    await client.uploads.offset(record.uploadUrl);
    progress.say('Going on with the upload that was interrupted.');
    return record;
  } catch (error) {
    // Away for now: sending waits for it.
    if (isTransient(error)) return record;
    if (!(error instanceof ApiError) || ![403, 404, 410].includes(error.status)) throw error;
    await records.remove(fingerprint);
    return undefined;
  }
}

/** A draft for the film, and where its file goes; asked for again for an hour while the server is away. */
export async function makeDraft(options: {
  client: Client;
  video: NewVideo;
  progress: ProgressLine;
  signal: AbortSignal;
}): Promise<UploadRecord> {
  const { client, video, progress, signal } = options;
  const idempotencyKey = randomUUID();
  const since = Date.now();
  for (let failures = 0; ; failures++) {
    try {
      const { id, upload } = await client.videos.create(video, { idempotencyKey, signal });
      return { videoId: id, uploadUrl: upload.url };
    } catch (error) {
      if (signal.aborted || !isTransient(error) || Date.now() - since > GIVE_UP_AFTER_MS) throw error;
      const delayMs = retryDelayMs(failures, error);
      progress.say(`${(error as Error).message} Trying again in ${Math.max(1, Math.round(delayMs / 1000))} s.`);
      await delay(delayMs, undefined, { signal });
    }
  }
}
