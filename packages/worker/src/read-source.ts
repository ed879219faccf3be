import { setTimeout as delay } from 'node:timers/promises';
import { ServerAway, type TaskClient } from './task-client.ts';

const RETRIES = 8;
/** An upload may be announced long before its first byte: it holds a place no longer than this. */
const FIRST_BYTE_MS = 3000;

/** The source has to arrive further before it is worth another attempt; `needsBytes` null: all of it. */
export class SourceIncomplete extends Error {
  override readonly name = 'SourceIncomplete';
  readonly needsBytes: number | null;

  constructor(needsBytes: number | null) {
    super(needsBytes === null ? 'The whole source is needed.' : `The source is needed up to byte ${needsBytes}.`);
    this.needsBytes = needsBytes;
  }
}

/**
 * A source from its beginning to its end, whatever happens to the connection.
 *
 * @param options.stallMs of a source that still arrives: after so long without a byte SourceIncomplete is thrown, for the
 * first one sooner. Such a source is read for hours, and only failures without progress count against it.
 */
export async function* readSource(options: {
  client: TaskClient;
  sizeBytes: number;
  signal: AbortSignal;
  stallMs?: number;
}): AsyncGenerator<Uint8Array> {
  const { client, sizeBytes, signal, stallMs } = options;
  let received = 0;
  for (let failures = 0; received < sizeBytes; ) {
    const request = new AbortController();
    try {
      const { body } = await client.source(received, request.signal);
      if (!body) throw new ServerAway('The source came without a body.');
      const firstMs = received === 0 ? Math.min(FIRST_BYTE_MS, stallMs ?? Infinity) : stallMs;
      for await (const chunk of stallMs === undefined ? body : untilStill(body, stallMs, firstMs)) {
        received += chunk.length;
        if (stallMs !== undefined) failures = 0;
        yield chunk;
      }
      if (received < sizeBytes) throw new ServerAway(`The source ended after ${received} bytes.`);
    } catch (error) {
      if (error instanceof Stalled) throw new SourceIncomplete(received + 1);
      const isCut = error instanceof ServerAway || error instanceof TypeError;
      if (!isCut || failures >= RETRIES || signal.aborted) throw error;
      await delay(Math.min(5000, 200 * 2 ** failures));
      failures++;
    } finally {
      request.abort();
    }
  }
}

class Stalled extends Error {}

async function* untilStill(
  body: ReadableStream<Uint8Array>,
  stallMs: number,
  firstMs = stallMs,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let waitMs = firstMs; ; waitMs = stallMs) {
    const waiting = new AbortController();
    const still = delay(waitMs, 'still' as const, { signal: waiting.signal });
    // Ended below, when something came.
    still.catch(() => {});
    try {
      const next = await Promise.race([reader.read(), still]);
      if (next === 'still') throw new Stalled();
      if (next.done) return;
      yield next.value;
    } finally {
      waiting.abort();
    }
  }
}
