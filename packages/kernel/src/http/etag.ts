import { createHash } from 'node:crypto';

/** A weak ETag of the answer itself: 304 when the caller has it already. */
export function withEtag(
  body: unknown,
  ifNoneMatch: string | undefined,
  reply: { header(name: string, value: string): unknown; code(status: number): unknown },
): unknown {
  const etag = `W/"${createHash('sha1').update(JSON.stringify(body)).digest('base64url')}"`;
  reply.header('etag', etag);
  reply.header('cache-control', 'private, no-cache');
  if (ifNoneMatch?.split(',').some((known) => known.trim() === etag)) {
    reply.code(304);
    return undefined;
  }
  return body;
}
