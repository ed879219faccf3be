import { join } from 'node:path';
import { extractCaptions, type MediaLimits } from '@kinora/ffmpeg';
import { downloadSource } from './download-source.ts';
import type { CaptionsCompletion, CaptionsWork } from './protocol.ts';
import type { TaskClient } from './task-client.ts';

/** Reads the captions that a file brings along: a command of its own, over the whole file. */
export async function runCaptions(options: {
  work: CaptionsWork;
  client: TaskClient;
  directory: string;
  limits: MediaLimits;
  signal: AbortSignal;
}): Promise<CaptionsCompletion> {
  const { work, client, signal, limits } = options;
  const path = join(options.directory, 'source');
  await downloadSource({ client, path, sizeBytes: work.sizeBytes, signal });
  const texts = await extractCaptions({
    path,
    demuxer: work.demuxer,
    streamIndexes: work.streamIndexes,
    zeroSeconds: work.zeroSeconds,
    signal,
    limits,
  });
  const tracks: CaptionsCompletion['tracks'] = [];
  for (const [index, text] of texts.entries()) {
    if (!text) continue;
    await client.put(`captions/${index}.vtt`, text);
    tracks.push({ index, sizeBytes: text.length });
  }
  return { kind: 'captions', tracks };
}
