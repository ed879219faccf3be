import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type AudioRendition,
  type ChunkTask,
  type ExtraCodec,
  passthroughReasons,
  planAudio,
  planChunks,
  planExtraCodecs,
  planLadder,
  type Rendition,
  targetDurationSeconds,
  type VideoSegmentInfo,
  writeMediaPlaylist,
  writeMpd,
  writeMultivariantPlaylist,
} from '@kinora/media';
import {
  type ChunkManifest,
  encodeChunk,
  type IngestOptions,
  type IngestResult,
  ingest,
  type ProbeResult,
  pictureAfterEncoding,
  probe,
} from '../src/index.ts';

/** A folder that is gone when the test is over. */
export async function temporaryFolder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'kinora-media-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export type ProcessedFilm = {
  probe: ProbeResult;
  sounds: AudioRendition[];
  ladder: Rendition[];
  ingest: IngestResult;
  sourceSegments: VideoSegmentInfo[];
  chunks: ChunkTask[];
  manifests: ChunkManifest[];
  /** Media playlist of each rendition, and of `audio`. */
  playlists: Map<string, string>;
  multivariant: string;
  mpd: string;
};

type Track = { mapUri: string; codecs: string; segments: { uri: string; durationSeconds: number }[] };

/** Everything that the services do with one film, with a folder in place of storage. */
export async function processFilm(
  path: string,
  folder: string,
  options: {
    targetMs?: number;
    source?: IngestOptions['source'];
    probe?: ProbeResult;
    extraCodecs?: ExtraCodec[];
  } = {},
): Promise<ProcessedFilm> {
  const probed = options.probe ?? (await probe({ path }));
  if (!probed.video) throw new Error('no video');
  const passthrough = passthroughReasons(probed.video).length === 0;
  const tracks = new Map<string, Track>();
  const save = async (name: string, bytes: Uint8Array) => {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), bytes);
  };
  const begin = async (track: string, init: { bytes: Uint8Array; codecs: string }) => {
    tracks.set(track, { mapUri: 'init.mp4', codecs: init.codecs, segments: [] });
    await save(`${track}/init.mp4`, init.bytes);
  };
  const append = async (track: string, segment: { sequence: number; bytes: Uint8Array; seconds: number }) => {
    tracks.get(track)?.segments.push({ uri: `${segment.sequence}.m4s`, durationSeconds: segment.seconds });
    await save(`${track}/${segment.sequence}.m4s`, segment.bytes);
  };

  const sounds = planAudio(probed.audioTracks);
  const sourceSegments: VideoSegmentInfo[] = [];
  const result = await ingest({
    source: options.source ?? path,
    probe: probed,
    passthrough,
    onVideoInit: (init) => begin('source', init),
    onVideoSegment: async ({ bytes, ...info }) => {
      sourceSegments.push(info);
      await append('source', { sequence: info.sequence, bytes, seconds: info.durationPts90k / 90_000 });
    },
    onAudioInit: (init, position) => begin(sounds[position]?.name ?? '', init),
    onAudioSegment: ({ sequence, bytes, durationPts48k }, position) =>
      append(sounds[position]?.name ?? '', { sequence, bytes, seconds: durationPts48k / 48_000 }),
  });

  const rungs = planLadder(probed.video, { passthrough: result.publishable });
  const ladder = [...rungs, ...planExtraCodecs(rungs, options.extraCodecs ?? [])];
  const { chunks } = planChunks(sourceSegments, {
    passthrough: result.publishable,
    final: true,
    ...(options.targetMs === undefined ? {} : { targetMs: options.targetMs }),
  });
  const encoded = ladder.filter((rendition) => !rendition.passthrough).sort((a, b) => b.width - a.width);
  const manifests: ChunkManifest[] = [];
  const inits = new Map<string, Set<string>>();
  for (const chunk of chunks) {
    // Nothing to encode and no picture to take.
    if (encoded.length === 0 && chunk.storyboard90k.length === 0) continue;
    const manifest = await encodeChunk({
      init: await readFile(join(folder, 'source/init.mp4')),
      segments: await Promise.all(chunk.inputSequences.map((n) => readFile(join(folder, `source/${n}.m4s`)))),
      chunk,
      renditions: encoded,
      size: ladder[0] ?? probed.video,
      picture: result.encoded ? pictureAfterEncoding(probed.video) : probed.video,
      onInit: async (rendition, init) => {
        inits.set(rendition, (inits.get(rendition) ?? new Set()).add(init.sha256));
        if (!tracks.has(rendition)) await begin(rendition, init);
      },
      onSegment: (rendition, sequence, bytes, info) =>
        append(rendition, { sequence, bytes, seconds: info.durationPts90k / 90_000 }),
    });
    manifests.push(manifest);
    if (manifest.storyboard) await save(`storyboard/${chunk.index}.jpg`, manifest.storyboard.bytes);
  }
  for (const [rendition, hashes] of inits) {
    if (hashes.size !== 1) throw new Error(`${rendition} has ${hashes.size} different init segments`);
  }

  const [top] = ladder;
  if (top && result.publishable) tracks.set(top.name, tracks.get('source') ?? { mapUri: '', codecs: '', segments: [] });
  const playlists = new Map<string, string>();
  for (const [name, track] of tracks) {
    const file = join(folder, name === top?.name && result.publishable ? 'source' : name, 'index.m3u8');
    const longest = Math.max(...track.segments.map((segment) => segment.durationSeconds));
    const text = writeMediaPlaylist({ ...track, ended: true, targetDurationSeconds: targetDurationSeconds(longest) });
    await writeFile(file, text);
    playlists.set(name, file);
  }
  const multivariant = join(folder, 'index.m3u8');
  await writeFile(
    multivariant,
    writeMultivariantPlaylist({
      variants: ladder.map((rendition) => ({
        name: rendition.name,
        picture: {
          width: rendition.width,
          height: rendition.height,
          frameRate: rendition.fpsNum / rendition.fpsDen,
        },
        uri: `${rendition.passthrough || (rendition === top && result.publishable) ? 'source' : rendition.name}/index.m3u8`,
        codecs: [tracks.get(rendition.name)?.codecs, tracks.get('audio')?.codecs].filter(Boolean).join(','),
        bandwidthBps: rendition.maxrateBps,
        averageBandwidthBps: rendition.maxrateBps,
        ...(tracks.has('audio') ? { audioGroup: 'audio' } : {}),
      })),
      audio: tracks.has('audio')
        ? sounds.map(({ name }) => ({
            groupId: 'audio',
            name,
            uri: `${name}/index.m3u8`,
            isDefault: name === 'audio',
            channels: 2,
          }))
        : [],
    }),
  );
  const mpd = join(folder, 'index.mpd');
  const timeline = (name: string) =>
    (name === top?.name && result.publishable
      ? sourceSegments
      : manifests.flatMap((manifest) =>
          manifest.renditions.filter((each) => each.name === name).flatMap((each) => each.segments),
        )
    ).map((segment) => ({ start: segment.startPts90k, duration: segment.durationPts90k }));
  const dash = ladder.map((rendition) => {
    const base = rendition === top && result.publishable ? 'source' : rendition.name;
    return {
      id: rendition.name,
      mimeType: 'video/mp4' as const,
      codecs: tracks.get(rendition.name)?.codecs ?? '',
      bandwidthBps: rendition.maxrateBps,
      timescale: 90_000,
      width: rendition.width,
      height: rendition.height,
      initUri: `${base}/init.mp4`,
      mediaTemplate: `${base}/$Number$.m4s`,
      startNumber: 0,
      segments: timeline(rendition.name),
    };
  });
  await writeFile(mpd, writeMpd({ ended: true, durationMs: result.durationMs, tracks: dash }));
  return {
    mpd,
    probe: probed,
    sounds,
    ladder,
    ingest: result,
    sourceSegments,
    chunks,
    manifests,
    playlists,
    multivariant,
  };
}

/** Presentation times of decoded frames in 90 kHz ticks, by ffprobe: it shares no code with us. */
export async function decodedPts(path: string, stream = 'v:0'): Promise<number[]> {
  const output = await ffprobe([
    '-select_streams',
    stream,
    '-show_entries',
    'stream=time_base:frame=best_effort_timestamp',
    path,
  ]);
  const { streams, frames } = JSON.parse(output) as {
    streams: { time_base: string }[];
    frames: { best_effort_timestamp: number }[];
  };
  const [num = 1, den = 1] = (streams[0]?.time_base ?? '').split('/').map(Number);
  return frames.map((frame) => Math.round((frame.best_effort_timestamp * num * 90_000) / den));
}

export async function ffprobe(args: string[]): Promise<string> {
  const hls = args.some((arg) => arg.endsWith('.m3u8')) ? ['-allowed_extensions', 'ALL'] : [];
  const { stdout } = await promisify(execFile)('ffprobe', ['-v', 'error', '-of', 'json', ...hls, ...args], {
    maxBuffer: 256 * 1024 * 1024,
  });
  return stdout;
}

export async function decodedSamples(path: string): Promise<Int16Array> {
  const hls = path.endsWith('.m3u8') ? ['-allowed_extensions', 'ALL'] : [];
  const { stdout, stderr } = await promisify(execFile)(
    'ffmpeg',
    [
      '-v',
      'error',
      '-nostdin',
      ...hls,
      '-i',
      path,
      '-map',
      '0:a:0',
      '-ac',
      '1',
      '-ar',
      '48000',
      '-f',
      's16le',
      'pipe:1',
    ],
    { maxBuffer: 512 * 1024 * 1024, encoding: 'buffer' },
  );
  if (stderr.length > 0) throw new Error(`${path} does not decode cleanly: ${stderr}`);
  return new Int16Array(stdout.buffer, stdout.byteOffset, stdout.length >> 1);
}
