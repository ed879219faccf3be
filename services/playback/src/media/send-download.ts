import { Readable } from 'node:stream';
import type { RouteRequest } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { PlaybackContext } from '../context.ts';
import { attachmentOf } from '../domain/attachment-name.ts';
import { playbackErrors } from '../errors.ts';
import { authorizeDownload } from './authorize-media.ts';
import { parseByteRange } from './byte-range.ts';
import { downloadFiles } from './download-plans.ts';
import { openToPages } from './open-to-pages.ts';
import { readDownload } from './read-download.ts';

/** Whoever is being sent a film is asked about again so often: with the lease, withdrawal stays within its bound. */
const WATCH_MS = 500;

export const downloadParams = { key: z.string().max(64), file: z.string().max(40) };
/** What the file is saved as; made of the title by videos, and of anything by anybody. */
export const downloadQuery = z.object({ name: z.string().max(400).optional().catch(undefined) });

type DownloadRequest = RouteRequest<
  'own-token',
  { key: string; token?: string; file: string },
  z.infer<typeof downloadQuery>,
  unknown
>;

/** Answers a request for a file: permission, length and ranges before the first byte, then segments as they are taken. */
export async function sendDownload(context: PlaybackContext, request: DownloadRequest): Promise<unknown> {
  const { raw, reply } = request;
  const { key, token } = request.params;
  openToPages(reply, 'content-disposition, content-length, content-range, etag');
  const { edition } = await authorizeDownload(context, key, token);
  const file = downloadFiles(edition).find(({ fileName }) => fileName === request.params.file);
  if (!file) throw playbackErrors.not_found();
  const plan = await context.downloads.get(edition, file).catch((cause: unknown) => {
    throw cause instanceof BlobNotFound ? playbackErrors.not_found({ cause }) : cause;
  });

  const etag = `"${edition.id}-${file.fileName}-1"`;
  // Permission may end while the address does not: whoever kept the file asks again.
  reply.header('etag', etag).header('cache-control', 'private, no-cache').header('accept-ranges', 'bytes');
  if (raw.headers['if-none-match']?.split(',').some((known) => known.trim() === etag)) return reply.code(304).send();
  const size = plan.sizeBytes;
  const range = rangeOf(raw.headers, etag, size);
  if (range === 'unsatisfiable') return reply.code(416).header('content-range', `bytes */${size}`).send();
  const { start, end } = range ?? { start: 0, end: size };
  if (range) reply.code(206).header('content-range', `bytes ${start}-${end - 1}/${size}`);
  reply
    .type(file.type)
    .header('content-disposition', attachmentOf(request.query.name ?? '', file.fileName))
    .header('content-length', end - start);
  if (raw.method === 'HEAD') return reply.send();

  const bytes = Readable.from(readDownload({ blobs: context.blobs, plan, file, start, end }), { objectMode: false });
  const watching = setInterval(() => {
    authorizeDownload(context, key, token).catch((cause: Error) => bytes.destroy(cause));
  }, WATCH_MS);
  bytes.once('close', () => clearInterval(watching));
  return reply.send(bytes);
}

/** One range; several are answered with the whole (RFC 9110 §14.2), and what is no range at all is refused. */
function rangeOf(headers: DownloadRequest['raw']['headers'], etag: string, size: number) {
  const { range } = headers;
  if (range === undefined || (headers['if-range'] !== undefined && headers['if-range'] !== etag)) return undefined;
  const found = parseByteRange(range, size);
  if (found !== undefined || !range.startsWith('bytes=')) return found;
  return range.includes(',') ? undefined : 'unsatisfiable';
}
