import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type MediaLimits, measureQuality, type RenditionQuality } from '@kinora/ffmpeg';
import { areAlike } from '@kinora/media';
import type { ChunkWork } from './protocol.ts';

const SOURCE = 'source';

/** Keeps one segment of each rendition of a chunk, and its source, in files, so that they can be compared. */
export class ChunkSample {
  readonly #work: ChunkWork;
  readonly #directory: string;
  /** The encoder begins with its first segment: where there are others, that one is not like them. */
  readonly #index: number;

  constructor(options: { work: ChunkWork; directory: string }) {
    this.#work = options.work;
    this.#directory = options.directory;
    this.#index = options.work.chunk.cuts90k.length > 1 ? 1 : 0;
  }

  async keepSource(bytes: Uint8Array): Promise<void> {
    await appendFile(this.#path(SOURCE), bytes);
  }

  async keepInit(rendition: string, bytes: Uint8Array): Promise<void> {
    await appendFile(this.#path(rendition), bytes);
  }

  async keepSegment(rendition: string, sequence: number, bytes: Uint8Array): Promise<void> {
    if (sequence === this.#work.chunk.firstSequence + this.#index) await appendFile(this.#path(rendition), bytes);
  }

  /** Nothing where no two are alike: what is passed through needs no comparison, and has none. */
  async compare(options: { signal: AbortSignal; limits: MediaLimits }): Promise<RenditionQuality[]> {
    const { chunk, renditions, picture, size } = this.#work;
    if (!renditions.some((one) => renditions.some((other) => other !== one && areAlike(one, other)))) return [];
    const [startPts90k = chunk.startPts90k, endPts90k = chunk.endPts90k] = chunk.cuts90k.slice(this.#index);
    return measureQuality({
      sourcePath: this.#path(SOURCE),
      renditions: renditions.map((rendition) => ({ rendition, path: this.#path(rendition.name) })),
      screen: size,
      part: { startPts90k, endPts90k },
      picture,
      ...options,
    });
  }

  #path(name: string): string {
    return join(this.#directory, `${name}.mp4`);
  }
}
