import { readSource } from './read-source.ts';
import type { TaskClient } from './task-client.ts';

/** An upload that stands still for this long gives its place to another. */
const STALL_MS = 120_000;

export interface ArrivingOptions {
  client: TaskClient;
  sizeBytes: number;
  signal: AbortSignal;
  stallMs?: number;
}

/**
 * The bytes of a source as they arrive, from its beginning to its end, whatever happens to the connection. The beginning
 * can be looked at as often as needed before the rest is read. Throws SourceIncomplete when nothing comes for long.
 */
export class ArrivingSource {
  readonly sizeBytes: number;
  readonly #stream: AsyncGenerator<Uint8Array>;
  #head: Uint8Array[] = [];
  #headBytes = 0;

  constructor(options: ArrivingOptions) {
    this.sizeBytes = options.sizeBytes;
    this.#stream = readSource({ ...options, stallMs: options.stallMs ?? STALL_MS });
  }

  /** The first `bytes` of the source, fewer when it is shorter. */
  async head(bytes: number): Promise<Uint8Array> {
    const before = this.#headBytes;
    while (this.#headBytes < bytes) {
      const next = await this.#stream.next();
      if (next.done) break;
      this.#head.push(next.value);
      this.#headBytes += next.value.length;
    }
    if (this.#headBytes > before) this.#head = [Buffer.concat(this.#head)];
    return (this.#head[0] ?? new Uint8Array()).subarray(0, bytes);
  }

  /** All bytes from `start` on, which lies in what `head` has answered; once. */
  async *bytes(start = 0): AsyncGenerator<Uint8Array> {
    const head = Buffer.concat(this.#head);
    this.#head = [];
    yield head.subarray(start);
    yield* this.#stream;
  }

  async close(): Promise<void> {
    await this.#stream.return(undefined);
  }
}
