import { createHash } from 'node:crypto';
import { type InitInfo, ingest, MediaFailure, type MediaLimits, makePoster, pictureOfSegments } from '@kinora/ffmpeg';
import type { AudioSegment, VideoSegment } from '@kinora/media';
import { type OpenedSource, openSource } from './open-source.ts';
import type { IngestCompletion, IngestWork } from './protocol.ts';
import type { TaskClient } from './task-client.ts';

const POSTER_SEGMENTS = 2;
/** Before encoders, behind who answers requests: everybody else waits for its segments. */
const INGEST_NICENESS = 5;

export interface IngestOptions {
  work: IngestWork;
  client: TaskClient;
  directory: string;
  limits: MediaLimits;
  signal: AbortSignal;
  onProgress: (progressMs: number) => void;
}

/**
 * Open the source, learn the plan, cut video and audio into segments and hand each over as it is made. Segments that an
 * earlier attempt has committed are made again (the pass is deterministic) but not sent.
 */
export async function runIngest(options: IngestOptions): Promise<IngestCompletion> {
  const opened = await openSource(options);
  try {
    return await pass(opened, options);
  } finally {
    await opened.close();
  }
}

async function pass({ source, probe: probed }: OpenedSource, options: IngestOptions): Promise<IngestCompletion> {
  const { work, client, signal, limits } = options;
  if (!probed.video) throw new MediaFailure('no_video');
  const plan = await client.plan(probed);

  let videoInit: InitInfo | undefined;
  const audioInits = new Map<string, InitInfo>();
  const nameOfSound = (position: number) => plan.audio[position]?.name ?? 'audio';
  const posterSegments: Uint8Array[] = [];
  let poster: Promise<boolean> | undefined;
  const startPoster = () => {
    const init = videoInit;
    if (poster || !init || posterSegments.length === 0 || !probed.video) return;
    const picture = pictureOfSegments(work, probed.video);
    poster = sendPoster({ client, init: init.bytes, segments: posterSegments, picture, signal, limits });
    // Looked at after the pass; until then a failure must not count as unhandled.
    poster.catch(() => {});
  };

  const result = await ingest({
    source,
    probe: probed,
    passthrough: plan.passthrough,
    ...(work.encode ? { encode: true } : {}),
    ...(plan.ladder[0] ? { topRendition: plan.ladder[0] } : {}),
    audioTracks: plan.audio.map(({ track }) => track),
    signal,
    limits: { ...limits, niceness: INGEST_NICENESS },
    // The rest of it would be read for nothing: packets that are copied are shown as they are or not at all.
    onPassthroughRefused: (reason) => {
      throw new MediaFailure('passthrough_refused', reason);
    },
    onVideoInit: async (init) => {
      videoInit = init;
      await client.put('source/init.mp4', init.bytes);
    },
    onAudioInit: async (init, position) => {
      audioInits.set(nameOfSound(position), init);
      await client.put(`${nameOfSound(position)}/init.mp4`, init.bytes);
    },
    onVideoSegment: async (segment) => {
      if (posterSegments.length < POSTER_SEGMENTS) posterSegments.push(segment.bytes);
      if (posterSegments.length === POSTER_SEGMENTS) startPoster();
      if (segment.sequence >= work.committedVideo) await sendVideo(client, segment, videoInit);
      options.onProgress((segment.startPts90k + segment.durationPts90k) / 90);
    },
    onAudioSegment: async (segment, position) => {
      const name = nameOfSound(position);
      if (segment.sequence < (work.committedAudio[name] ?? 0)) return;
      await sendAudio(client, { name, segment, init: audioInits.get(name) });
    },
  });
  startPoster();
  return {
    kind: 'ingest',
    publishable: result.publishable,
    refusedBecause: result.refusedBecause,
    durationMs: result.durationMs,
    videoSegments: result.videoSegments,
    audio: result.audio.map(({ segments, loudnessLufs }, position) => ({
      name: nameOfSound(position),
      segments,
      loudnessLufs: loudnessLufs ?? null,
    })),
    poster: (await poster) ?? false,
  };
}

async function sendVideo(client: TaskClient, segment: VideoSegment, init: InitInfo | undefined): Promise<void> {
  const { bytes, ...info } = segment;
  await client.put(`source/${segment.sequence}.m4s`, bytes);
  await client.commit({
    track: 'source',
    ...(segment.sequence === 0 && init ? { init: describeInit(init) } : {}),
    segment: {
      sequence: segment.sequence,
      startTicks: segment.startPts90k,
      durationTicks: segment.durationPts90k,
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
      info,
    },
  });
}

async function sendAudio(
  client: TaskClient,
  { name, segment, init }: { name: string; segment: AudioSegment; init: InitInfo | undefined },
): Promise<void> {
  await client.put(`${name}/${segment.sequence}.m4s`, segment.bytes);
  await client.commit({
    track: name,
    ...(segment.sequence === 0 && init ? { init: describeInit(init) } : {}),
    segment: {
      sequence: segment.sequence,
      startTicks: segment.startPts48k,
      durationTicks: segment.durationPts48k,
      sizeBytes: segment.bytes.length,
      sha256: sha256(segment.bytes),
    },
  });
}

async function sendPoster(options: {
  client: TaskClient;
  init: Uint8Array;
  segments: Uint8Array[];
  picture: NonNullable<Parameters<typeof makePoster>[0]['picture']>;
  signal: AbortSignal;
  limits: MediaLimits;
}): Promise<boolean> {
  const { client, init, segments, picture, signal, limits } = options;
  const jpeg = await makePoster({ init, segments, picture, signal, limits, format: 'jpeg' });
  await client.put('poster.jpg', jpeg);
  await client.commitPoster();
  return true;
}

function describeInit(init: InitInfo) {
  return { codecs: init.codecs, width: init.width, height: init.height, sha256: sha256(init.bytes) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
