import { createHash } from 'node:crypto';

/** A weak ETag of the answer itself: 304 when the caller has it already. */
export function withEtag(
  body: unknown,
  ifNoneMatch: string | undefined,
  reply: { header(name: string, value: string): unknown; code(status: number): unknown },
): unknown {
  const etag = etagOf(JSON.stringify(body));
  reply.header('etag', etag);
  reply.header('cache-control', 'private, no-cache');
  if (hasAlready(ifNoneMatch, etag)) {
    reply.code(304);
    return undefined;
  }
  return body;
}

export function etagOf(json: string | Buffer): string {
  return `W/"${createHash('sha1').update(json).digest('base64url')}"`;
}

export function hasAlready(ifNoneMatch: string | undefined, etag: string): boolean {
  return ifNoneMatch?.split(',').some((known) => known.trim() === etag) ?? false;
}
