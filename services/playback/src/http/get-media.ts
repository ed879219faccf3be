import { createHash } from 'node:crypto';
import { defineRoute, type RouteRequest } from '@kinora/kernel';
import { showCaptions } from '@kinora/media';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { playbackErrors } from '../errors.ts';
import { authorizeMedia } from '../media/authorize-media.ts';
import { parseByteRange } from '../media/byte-range.ts';
import { findFile, type MediaFile } from '../media/find-file.ts';
import { openToPages } from '../media/open-to-pages.ts';

const params = z.object({ key: z.string().max(64), '*': z.string().max(400) });
const errors = ['playback.not_found', 'playback.ended', 'playback.away'];
type MediaRequest = RouteRequest<'own-token', { key: string; '*': string }, unknown, unknown>;

export const getMedia = defineRoute({
  method: 'GET',
  path: '/media/:key/*',
  operationId: 'getMedia',
  summary: 'Manifests, segments, captions and pictures of a video; their addresses never change their content.',
  policy: 'own-token',
  params,
  answers: { 200: null },
  errors,
  hidden: true,
  handle: (context: PlaybackContext, request) => serve(context, request),
});

export const headMedia = defineRoute({
  method: 'HEAD',
  path: '/media/:key/*',
  operationId: 'headMedia',
  summary: 'The same without the body.',
  policy: 'own-token',
  params,
  answers: { 200: null },
  errors,
  hidden: true,
  handle: (context: PlaybackContext, request) => serve(context, request),
});

async function serve(context: PlaybackContext, request: MediaRequest): Promise<unknown> {
  const { reply } = request;
  openToPages(reply, 'content-length, content-range, etag');
  const { lease, path, shared } = await authorizeMedia(context, request.params.key, request.params['*']);
  const file = findFile(lease, path);
  if (!file) throw playbackErrors.not_found();
  const scope = shared ? 'public' : 'private';
  switch (file.kind) {
    case 'text':
      return sendText(request, file, scope);
    case 'captions':
      return sendText(request, await readCaptions(context, file), scope);
    case 'blob':
      return sendBlob(context, request, file, scope);
    default:
      return file satisfies never;
  }
}

function sendText({ raw, reply }: MediaRequest, file: MediaFile & { kind: 'text' }, scope: string): unknown {
  const etag = `"${createHash('sha1').update(file.body).digest('base64url')}"`;
  reply.header('etag', etag).header('cache-control', file.mayChange ? `${scope}, no-cache` : `${scope}, max-age=60`);
  if (raw.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply
    .type(file.type)
    .serializer((payload: unknown) => payload as string)
    .send(file.body);
}

/** Read and written anew each time: proxies and browsers keep it, and few ask. */
async function readCaptions(
  context: PlaybackContext,
  { key, kept, type }: MediaFile & { kind: 'captions' },
): Promise<MediaFile & { kind: 'text' }> {
  const body = showCaptions(new TextDecoder().decode(await readBlob(context, key)), kept);
  return { kind: 'text', type, body, mayChange: false };
}

function readBlob(context: PlaybackContext, key: string): Promise<Uint8Array> {
  return context.segments.get(key).catch((cause: unknown) => {
    throw cause instanceof BlobNotFound ? playbackErrors.not_found({ cause }) : cause;
  });
}

async function sendBlob(
  context: PlaybackContext,
  { raw, reply }: MediaRequest,
  file: MediaFile & { kind: 'blob' },
  scope: string,
): Promise<unknown> {
  const etag = `"${file.key}"`;
  reply.header('etag', etag).header('cache-control', `${scope}, max-age=31536000, immutable`);
  if (raw.headers['if-none-match'] === etag) return reply.code(304).send();
  const bytes = await readBlob(context, file.key);
  reply.type(file.type).header('accept-ranges', 'bytes');
  const range = parseByteRange(raw.headers.range, bytes.length);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${bytes.length}`).send();
  if (!range) return reply.send(bytes);
  return reply
    .code(206)
    .header('content-range', `bytes ${range.start}-${range.end - 1}/${bytes.length}`)
    .send(bytes.subarray(range.start, range.end));
}
