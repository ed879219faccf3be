import { encodeChunk, MediaFailure, type MediaLimits } from '@kinora/ffmpeg';
import { ChunkSample } from './chunk-sample.ts';
import type { ChunkCompletion, ChunkWork } from './protocol.ts';
import type { TaskClient } from './task-client.ts';

/** A first picture is some seconds of work for one processor: beside who answers requests, before all other encoders. */
const URGENT_NICENESS = 0;

/** Fetch the chunk's source segments, encode all renditions from one decode, put each segment as it is made. */
export async function runChunk(options: {
  work: ChunkWork;
  client: TaskClient;
  directory: string;
  limits: MediaLimits;
  signal: AbortSignal;
  onProgress: (progressMs: number) => void;
}): Promise<ChunkCompletion> {
  const { work, client, signal } = options;
  const { chunk } = work;
  const sample = work.compare ? new ChunkSample(options) : undefined;
  const inputs = async function* () {
    const { heldSequence } = work;
    for (const sequence of heldSequence === undefined ? chunk.inputSequences : [heldSequence]) {
      const bytes = await client.input(`${sequence}.m4s`);
      await sample?.keepSource(bytes);
      yield bytes;
    }
  };
  const init = await client.input('init.mp4');
  await sample?.keepSource(init);
  const manifest = await encodeChunk({
    init,
    segments: inputs(),
    chunk,
    renditions: work.renditions,
    size: work.size,
    picture: work.picture,
    ...(work.lenient ? { missingFramesAllowed: chunk.frames } : {}),
    holdFirstPicture: work.heldSequence !== undefined,
    signal,
    limits: work.urgent ? { ...options.limits, niceness: URGENT_NICENESS } : options.limits,
    onInit: async (rendition, { bytes }) => {
      await sample?.keepInit(rendition, bytes);
      await client.put(`${rendition}/init.mp4`, bytes);
    },
    onSegment: async (rendition, sequence, bytes) => {
      await sample?.keepSegment(rendition, sequence, bytes);
      await client.put(`${rendition}/${sequence}.m4s`, bytes);
    },
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
    ...(sample ? await compare(sample, options) : {}),
  };
}

/** What cannot be compared is no reason to do without the chunk. */
async function compare(
  sample: ChunkSample,
  options: { signal: AbortSignal; limits: MediaLimits },
): Promise<Pick<ChunkCompletion, 'qualities' | 'notCompared'>> {
  try {
    return { qualities: await sample.compare(options) };
  } catch (error) {
    if (!(error instanceof MediaFailure) || options.signal.aborted) throw error;
    return { notCompared: `${error.code}: ${error.detail}`.slice(0, 2000) };
  }
}
