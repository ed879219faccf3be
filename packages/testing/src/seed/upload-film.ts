import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Client, CreatedVideo, NewVideo, VideoDetail, VideoState } from '@kinora/sdk';
import { Upload } from 'tus-js-client';
import { eventually } from '../eventually.ts';

export interface UploadFilmOptions extends Partial<NewVideo> {
  chunkBytes?: number;
  /** After each acknowledged chunk; a promise that it answers is awaited before the next one is sent. */
  onChunk?: (sentBytes: number) => void | Promise<void>;
}

export interface UploadedFilm {
  id: string;
  video: CreatedVideo;
}

/** A draft with the address where its file goes. */
export async function startVideo(client: Client, path: string, options: Partial<NewVideo> = {}): Promise<CreatedVideo> {
  const { size } = await stat(path);
  return client.videos.create({ title: 'A film', fileName: basename(path), sizeBytes: size, ...options });
}

/** Uploads with the tus client that people use, in chunks, through lost connections and restarts. */
export async function uploadFilm(client: Client, path: string, options: UploadFilmOptions = {}): Promise<UploadedFilm> {
  const { chunkBytes = 8 * 2 ** 20, onChunk, ...video } = options;
  const created = await startVideo(client, path, video);
  await sendFilm(client, path, { url: created.upload.url, chunkBytes, ...(onChunk ? { onChunk } : {}) });
  return { id: created.id, video: created };
}

export async function sendFilm(
  client: Client,
  path: string,
  options: { url: string; chunkBytes: number; onChunk?: (sentBytes: number) => void | Promise<void> },
): Promise<void> {
  const { size } = await stat(path);
  await new Promise<void>((resolve, reject) => {
    let held: Promise<void> = Promise.resolve();
    const upload = new Upload(createReadStream(path), {
      uploadUrl: client.absoluteUrl(options.url),
      uploadSize: size,
      chunkSize: options.chunkBytes,
      retryDelays: [100, 200, 500, 1000, 2000, 2000, 2000, 2000, 2000],
      onBeforeRequest: async (request) => {
        await held;
        request.setHeader('Authorization', `Bearer ${await client.accessToken()}`);
      },
      onChunkComplete: (_chunk, sentBytes) => {
        held = Promise.resolve(options.onChunk?.(sentBytes));
        held.catch(reject);
      },
      onSuccess: () => resolve(),
      onError: reject,
    });
    upload.start();
  });
}

const ORDER: VideoState[] = ['draft', 'uploading', 'processing', 'playable', 'ready'];

/** Waits until the video has come to `state` or beyond it; a failed one rejects unless that is what was asked for. */
export async function waitForState(
  client: Client,
  id: string,
  state: VideoState,
  options: { timeoutMs?: number } = {},
): Promise<VideoDetail> {
  let failure: Error | undefined;
  const video = await eventually(
    `video ${id} is ${state}`,
    async () => {
      const found = await client.videos.get(id);
      if (found.state === state) return found;
      if (found.state === 'failed') {
        failure = new Error(`Video ${id} failed: ${found.failure?.code} ${found.failure?.message}`);
        return found;
      }
      return ORDER.indexOf(found.state) >= ORDER.indexOf(state) && state !== 'failed' ? found : undefined;
    },
    { timeoutMs: options.timeoutMs ?? 110_000, everyMs: 250 },
  );
  if (failure && state !== 'failed') throw failure;
  return video;
}
