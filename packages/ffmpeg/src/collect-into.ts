import type { OutputHandler } from './run.ts';

/** Keeps all that a pipe brings: for pictures and other outputs that are small. */
export function collectInto(pieces: Uint8Array[]): OutputHandler {
  return async (bytes) => {
    for await (const piece of bytes) pieces.push(piece);
  };
}
