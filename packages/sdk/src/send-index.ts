import { findTrailingMoov } from '@kinora/media';
import { ApiError } from './api-error.ts';
import type { UploadSource } from './send-upload.ts';
import type { Body } from './transport.ts';

/** What the server takes ahead of a file; a longer film is watched when all of it is there. */
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

export interface IndexResource {
  putIndex(url: string, index: { offsetBytes: number; body: Body; signal?: AbortSignal }): Promise<void>;
}

/**
 * Sends the index of an MP4 that has it at its end ahead of the file, so that the film can be watched while it arrives.
 * Answers whether the server has it. A refusal matters to nobody: the film is watched when all of it is there.
 */
export async function sendIndex(
  resource: IndexResource,
  { url, source, signal }: { url: string; source: UploadSource; signal?: AbortSignal },
): Promise<boolean> {
  const moov = await findTrailingMoov((start, end) => bytesOf(source, start, end), source.sizeBytes);
  if (!moov || moov.sizeBytes > MAX_INDEX_BYTES) return false;
  const { offsetBytes, sizeBytes } = moov;
  const body = await source.read(offsetBytes, offsetBytes + sizeBytes);
  try {
    await resource.putIndex(url, { offsetBytes, body, signal });
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}

async function bytesOf(source: UploadSource, start: number, end: number): Promise<Uint8Array> {
  const bytes = await source.read(start, end);
  return bytes instanceof Uint8Array ? bytes : new Uint8Array(await bytes.arrayBuffer());
}
