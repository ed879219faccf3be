import { writeSync } from 'node:fs';
import type { pino } from 'pino';

/** What is kept of lines that cannot be written, until they can. */
const KEPT_BYTES = 256 * 1024;
/** A reader that is slow is asked again sooner than a disk that is full. */
const SLOW_MS = 20;
const FULL_MS = 1000;

/**
 * Where lines go, as they come. A log on a disk that is full, or whose reader has gone, ends no server and holds none up:
 * lines wait for room, and of those that found none the number is told when there is some again. pino's own stream throws
 * at the first, and once it has dropped a line writes nothing any more.
 */
export function standardOutput(fd = 1): pino.DestinationStream & { flushSync(): void } {
  let waiting = Buffer.alloc(0);
  let lost = 0;
  let retry: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(retry);
    retry = undefined;
    try {
      while (waiting.length > 0) waiting = waiting.subarray(writeSync(fd, waiting));
    } catch (error) {
      const isSlow = (error as NodeJS.ErrnoException).code === 'EAGAIN';
      retry = setTimeout(flush, isSlow ? SLOW_MS : FULL_MS);
      retry.unref();
      return;
    }
    if (lost === 0) return;
    const msg = `${lost} lines of this log could not be written.`;
    lost = 0;
    write(`${JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg })}\n`);
  };

  const write = (line: string) => {
    const bytes = Buffer.from(line);
    if (waiting.length + bytes.length > KEPT_BYTES) lost++;
    else waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    if (!retry) flush();
  };
  // pino calls it for what is fatal: once, whatever comes of it.
  return { write, flushSync: flush };
}
