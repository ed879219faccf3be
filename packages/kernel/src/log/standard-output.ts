import { pino } from 'pino';

/** What is kept of lines that cannot be written, until they can. */
const KEPT_BYTES = 256 * 1024;

/**
 * Where lines go. A log on a disk that is full, or whose reader has gone, ends no server: lines wait for room, and of those
 * that found none the number is told when there is some again.
 */
export function standardOutput(fd = 1): pino.DestinationStream {
  const stream = pino.destination({ fd, sync: true, maxLength: KEPT_BYTES });
  let lost = 0;
  // What could not be written stays in the stream and goes with the next line.
  stream.on('error', () => {});
  stream.on('drop', () => {
    lost++;
  });
  stream.on('drain', () => {
    if (lost === 0) return;
    const msg = `${lost} lines of this log could not be written.`;
    lost = 0;
    stream.write(`${JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg })}\n`);
  });
  return stream;
}
