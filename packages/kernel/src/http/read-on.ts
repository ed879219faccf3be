import type { FastifyReply, FastifyRequest } from 'fastify';

/** Of a refused body this much is still read. */
const LINGER_BYTES = 16 * 1024 * 1024;

/**
 * Reads the rest of a body that nobody takes: the next request on its connection comes behind it. A sender, or the proxy
 * in front, reads the answer only after it has sent its body, so closing on it would lose the answer. What is sent
 * without end is cut.
 */
export function readOn({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.readableEnded || raw.destroyed) return;
  reply.removeHeader('connection');
  let left = LINGER_BYTES;
  raw.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) raw.destroy();
  });
  // Who read before may have left it paused.
  raw.resume();
}
