import { setTimeout as delay } from 'node:timers/promises';
import { ServerAway, type TaskClient } from './task-client.ts';

/** An upload that stands still for this long gives its place to another. */
const STALL_MS = 120_000;
const RETRIES = 8;

/** The source has to arrive further before it is worth another attempt; `needsBytes` null: all of it. */
export class SourceIncomplete extends Error {
  override readonly name = 'SourceIncomplete';
  readonly needsBytes: number | null;

  constructor(needsBytes: number | null) {
    super(needsBytes === null ? 'The whole source is needed.' : `The source is needed up to byte ${needsBytes}.`);
    this.needsBytes = needsBytes;
  }
}

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
  readonly #options: ArrivingOptions;
  readonly #stream: AsyncGenerator<Uint8Array>;
  #head: Uint8Array[] = [];
  #headBytes = 0;

  constructor(options: ArrivingOptions) {
    this.sizeBytes = options.sizeBytes;
    this.#options = options;
    this.#stream = this.#read();
  }

  /** The first `bytes` of the source, fewer when it is shorter. */
  async head(bytes: number): Promise<Uint8Array> {
    while (this.#headBytes < bytes) {
      const next = await this.#stream.next();
      if (next.done) break;
      this.#head.push(next.value);
      this.#headBytes += next.value.length;
    }
    this.#head = [Buffer.concat(this.#head)];
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

  async *#read(): AsyncGenerator<Uint8Array> {
    const { client, sizeBytes, signal } = this.#options;
    let received = 0;
    for (let failures = 0; received < sizeBytes; ) {
      const request = new AbortController();
      try {
        const { body } = await client.source(received, request.signal);
        if (!body) throw new ServerAway('The source came without a body.');
        for await (const chunk of this.#untilStill(body, () => received)) {
          received += chunk.length;
          failures = 0;
          yield chunk;
        }
        if (received < sizeBytes) throw new ServerAway(`The source ended after ${received} bytes.`);
      } catch (error) {
        const isCut = error instanceof ServerAway || error instanceof TypeError;
        if (!isCut || failures >= RETRIES || signal.aborted) throw error;
        await delay(Math.min(5000, 200 * 2 ** failures));
        failures++;
      } finally {
        request.abort();
      }
    }
  }

  async *#untilStill(body: ReadableStream<Uint8Array>, received: () => number): AsyncGenerator<Uint8Array> {
    const reader = body.getReader();
    for (;;) {
      const waiting = new AbortController();
      const still = delay(this.#options.stallMs ?? STALL_MS, 'still' as const, { signal: waiting.signal });
      // Ended below, when something came.
      still.catch(() => {});
      try {
        const next = await Promise.race([reader.read(), still]);
        if (next === 'still') throw new SourceIncomplete(received() + 1);
        if (next.done) return;
        yield next.value;
      } finally {
        waiting.abort();
      }
    }
  }
}
