import { encodeChunk, type MediaLimits } from '@kinora/ffmpeg';
import type { ChunkCompletion, ChunkWork } from './protocol.ts';
import type { TaskClient } from './task-client.ts';

/** Fetch the chunk's source segments, encode all renditions from one decode, put each segment as it is made. */
export async function runChunk(options: {
  work: ChunkWork;
  client: TaskClient;
  limits: MediaLimits;
  signal: AbortSignal;
  onProgress: (progressMs: number) => void;
}): Promise<ChunkCompletion> {
  const { work, client, signal } = options;
  const { chunk } = work;
  const inputs = async function* () {
    const { heldSequence } = work;
    for (const sequence of heldSequence === undefined ? chunk.inputSequences : [heldSequence])
      yield await client.input(`${sequence}.m4s`);
  };
  const manifest = await encodeChunk({
    init: await client.input('init.mp4'),
    segments: inputs(),
    chunk,
    renditions: work.renditions,
    size: work.size,
    picture: work.picture,
    ...(work.lenient ? { missingFramesAllowed: chunk.frames } : {}),
    holdFirstPicture: work.heldSequence !== undefined,
    signal,
    limits: options.limits,
    onInit: (rendition, init) => client.put(`${rendition}/init.mp4`, init.bytes),
    onSegment: (rendition, sequence, bytes) => client.put(`${rendition}/${sequence}.m4s`, bytes),
    onProgress: ({ pts90k }) => options.onProgress((pts90k - chunk.startPts90k) / 90),
  });
  if (manifest.storyboard) await client.put('storyboard.jpg', manifest.storyboard.bytes);
  return {
    kind: 'chunk',
    renditions: manifest.renditions.map((rendition) => ({
      name: rendition.name,
      codecs: rendition.codecs,
      initSha256: rendition.initSha256,
      frames: rendition.frames,
      segments: rendition.segments.map((segment) => ({
        sequence: segment.sequence,
        startTicks: segment.startPts90k,
        durationTicks: segment.durationPts90k,
        sizeBytes: segment.sizeBytes,
        sha256: segment.sha256,
      })),
    })),
    storyboard: manifest.storyboard
      ? {
          columns: manifest.storyboard.columns,
          rows: manifest.storyboard.rows,
          tileWidth: manifest.storyboard.tileWidth,
          tileHeight: manifest.storyboard.tileHeight,
          timesMs: manifest.storyboard.times90k.map((time) => Math.round(time / 90)),
        }
      : null,
  };
}
