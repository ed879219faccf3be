import { createHash } from 'node:crypto';
import {
  type BesideOwn,
  ChunkPackager,
  type ChunkTask,
  type InitSegment,
  keptFrames,
  onlyTrack,
  parseInitSegment,
  type Rendition,
  rewriteVideoInit,
  storyboardGrid,
} from '@kinora/media';
import { type ChunkPlan, chunkArgs, framePeriod90k } from './chunk-args.ts';
import { collectInto } from './collect-into.ts';
import { ENCODERS } from './encoder-args.ts';
import { type Ffmpeg, findFfmpeg } from './find-ffmpeg.ts';
import { fragmentEvents } from './fragment-events.ts';
import type { InitInfo } from './ingest.ts';
import { type MediaLimits, resolveLimits } from './limits.ts';
import { MediaFailure } from './media-failure.ts';
import { run } from './run.ts';
import { SourceFeed } from './source-feed.ts';
import type { PictureTraits } from './video-filters.ts';

export type ChunkSegmentInfo = {
  sequence: number;
  startPts90k: number;
  durationPts90k: number;
  frames: number;
  sizeBytes: number;
  sha256: string;
};

export type ChunkRendition = {
  name: string;
  codecs: string;
  initSha256: string;
  frames: number;
  startPts90k: number;
  endPts90k: number;
  segments: ChunkSegmentInfo[];
};

/** A JPEG with the frames of `times90k`, row by row. */
export type ChunkStoryboard = {
  bytes: Uint8Array;
  columns: number;
  rows: number;
  tileWidth: number;
  tileHeight: number;
  times90k: number[];
};

export type ChunkManifest = {
  index: number;
  sourceFrames: number;
  renditions: ChunkRendition[];
  storyboard: ChunkStoryboard | undefined;
};

export type EncodeChunkOptions = {
  /** As given to onVideoInit of the ingest pass. */
  init: Uint8Array;
  /** The bytes of chunk.inputSequences: whole segments, in order. */
  segments: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  chunk: ChunkTask;
  /** Those to encode (not a passthrough one), largest first as in the ladder; none: only the storyboard is made. */
  renditions: Rendition[];
  /** Of the largest rendition, a passthrough one included: the storyboard's frames get its shape. */
  size: { width: number; height: number };
  /** From probe.video. */
  picture: PictureTraits;
  onInit?: (rendition: string, init: InitInfo & { sha256: string }) => Promise<void> | void;
  /** Awaited per rendition; renditions run side by side. A failure afterwards makes what was delivered worthless. */
  onSegment: (rendition: string, sequence: number, bytes: Uint8Array, info: ChunkSegmentInfo) => Promise<void> | void;
  /** Published time up to which some rendition is done. */
  onProgress?: (done: { pts90k: number }) => void;
  /**
   * `segments` are not the chunk's own: their first picture is shown for as long as the chunk lasts. For chunks that
   * cannot be decoded. `chunk.storyboard90k` has to be empty.
   */
  holdFirstPicture?: boolean;
  /** The first rendition is to stand beside a file's own picture: what `planBesideOwn` says. */
  besideOwn?: BesideOwn | undefined;
  /** Frames that may be missing in each rendition (damaged sources); default 0. */
  missingFramesAllowed?: number;
  /** Per encoder; default 1, the only deterministic number. */
  threads?: number;
  signal?: AbortSignal;
  limits?: MediaLimits;
};

/** Width of a storyboard frame. */
const TILE_WIDTH = 160;

/**
 * Encodes one chunk to all renditions. Throws MediaFailure; `frame_count` when not every planned frame came out,
 * whatever ffmpeg's exit code was.
 */
export async function encodeChunk(options: EncodeChunkOptions): Promise<ChunkManifest> {
  const { chunk, renditions } = options;
  const limits = resolveLimits(options.limits, 3_600_000);
  const ffmpeg = await findFfmpeg();
  assertEncoders(ffmpeg, options.renditions);
  const init = parseInitSegment(options.init);
  const { mediaTime } = onlyTrack(init, 'video');
  const feed = new SourceFeed(init, options.segments);
  const tile = chunk.storyboard90k.length > 0 ? tileSize(options.size) : undefined;
  const plan: ChunkPlan = {
    ffmpeg,
    chunk,
    renditions,
    picture: options.picture,
    mediaTime,
    tile,
    threads: options.threads ?? 1,
    holdFirstPicture: options.holdFirstPicture ?? false,
    besideOwn: options.besideOwn,
    limits,
  };
  const outputs = renditions.map((rendition) => new RenditionOutput(rendition, options));
  const sheet: Uint8Array[] = [];
  await run({
    ffmpeg,
    program: 'ffmpeg',
    args: chunkArgs(plan),
    stdin: feed.bytes(),
    outputs: [
      ...outputs.map((output) => (bytes: AsyncIterable<Uint8Array>) => output.read(bytes)),
      ...(tile ? [collectInto(sheet)] : []),
    ],
    limits,
    signal: options.signal,
  });

  const planned = feed.frames.filter((pts) => pts >= chunk.startPts90k && pts < chunk.endPts90k).sort((a, b) => a - b);
  if (planned.length !== chunk.frames && !options.holdFirstPicture) {
    throw new MediaFailure('frame_count', `planned ${chunk.frames} frames, the source segments have ${planned.length}`);
  }
  return {
    index: chunk.index,
    sourceFrames: planned.length,
    renditions: outputs.map((output) => output.finish(planned)),
    storyboard: tile && readStoryboard(sheet, chunk, tile),
  };
}

class RenditionOutput {
  readonly #rendition: Rendition;
  readonly #options: EncodeChunkOptions;
  readonly #packager: ChunkPackager;
  readonly #segments: ChunkSegmentInfo[] = [];
  readonly #frames: number[] = [];
  #init: (InitInfo & { sha256: string }) | undefined;

  constructor(rendition: Rendition, options: EncodeChunkOptions) {
    this.#rendition = rendition;
    this.#options = options;
    this.#packager = new ChunkPackager(options.chunk);
  }

  async read(bytes: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const event of fragmentEvents(bytes)) {
      if (event.type === 'init') await this.#begin(event.init);
      else if (event.type === 'fragment') {
        for (const track of event.fragment.tracks) await this.#deliver(this.#packager.push(track));
      }
    }
  }

  async #begin(init: InitSegment): Promise<void> {
    const rewritten = rewriteVideoInit(init);
    this.#init = { ...rewritten, sha256: sha256(rewritten.bytes) };
    await this.#options.onInit?.(this.#rendition.name, this.#init);
  }

  async #deliver(segment: ReturnType<ChunkPackager['push']>): Promise<void> {
    const { sequence, startPts90k, durationPts90k, bytes } = segment;
    for (const pts of segment.frames) this.#frames.push(pts);
    const info: ChunkSegmentInfo = {
      sequence,
      startPts90k,
      durationPts90k,
      frames: segment.frames.length,
      sizeBytes: bytes.length,
      sha256: sha256(bytes),
    };
    this.#segments.push(info);
    await this.#options.onSegment(this.#rendition.name, sequence, bytes, info);
    this.#options.onProgress?.({ pts90k: startPts90k + durationPts90k });
  }

  /** Exit code 0 is not success: every planned frame must be there at its time. */
  finish(planned: number[]): ChunkRendition {
    const { chunk, picture, missingFramesAllowed = 0, holdFirstPicture } = this.#options;
    const { name, rateDivisor } = this.#rendition;
    const expected = keptFrames(planned, {
      cuts90k: chunk.cuts90k,
      rateDivisor,
      framePeriod90k: framePeriod90k(picture),
    });
    const actual = new Set(this.#frames);
    const missing = expected.filter((pts) => !actual.has(pts));
    const extra = this.#frames.length - (expected.length - missing.length);
    if (!holdFirstPicture && (missing.length > missingFramesAllowed || extra !== 0)) {
      throw new MediaFailure(
        'frame_count',
        `${name}: ${missing.length} of ${expected.length} frames missing (first ${missing[0]}), ${extra} unplanned`,
      );
    }
    if (this.#packager.remaining > 0 || !this.#init) {
      throw new MediaFailure('output_invalid', `${name}: ${this.#packager.remaining} segments are missing`);
    }
    return {
      name,
      codecs: this.#init.codecs,
      initSha256: this.#init.sha256,
      frames: this.#frames.length,
      startPts90k: chunk.startPts90k,
      endPts90k: chunk.endPts90k,
      segments: this.#segments,
    };
  }
}

function assertEncoders({ encoders, ffmpegPath }: Ffmpeg, renditions: readonly Rendition[]): void {
  for (const { codec = 'h264' } of renditions) {
    if (!encoders.has(ENCODERS[codec]))
      throw new MediaFailure('ffmpeg_missing', `${ffmpegPath} lacks the encoder ${ENCODERS[codec]}`);
  }
}

function tileSize(size: EncodeChunkOptions['size']): EncodeChunkOptions['size'] {
  const height = (TILE_WIDTH * size.height) / size.width;
  return { width: TILE_WIDTH, height: Math.max(2, Math.round(height / 2) * 2) };
}

function readStoryboard(
  sheet: Uint8Array[],
  chunk: ChunkTask,
  tile: { width: number; height: number },
): ChunkStoryboard {
  const bytes = Buffer.concat(sheet);
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8 || bytes.readUInt16BE(bytes.length - 2) !== 0xffd9) {
    throw new MediaFailure('output_invalid', `the storyboard is not a JPEG (${bytes.length} bytes)`);
  }
  const grid = storyboardGrid(chunk.storyboard90k.length);
  return { bytes, ...grid, tileWidth: tile.width, tileHeight: tile.height, times90k: chunk.storyboard90k };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
