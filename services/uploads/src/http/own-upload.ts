import { request as httpRequest } from 'node:http';
import type { AccountCaller } from '@kinora/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { OwnedElsewhere, OwnershipLost, type UploadRow } from '../store/uploads-store.ts';
import { uploadPath } from './tus-request.ts';

/** Marks a request that another process of ours has passed on: it is passed on once only. */
const FORWARDED = 'kinora-forwarded';

/** The caller's own upload; another's is not found. */
export async function findOwnUpload(context: UploadsContext, id: string, caller: AccountCaller): Promise<UploadRow> {
  const upload = await context.uploads.find(id);
  if (!upload || upload.account_id !== caller.accountId) throw uploadsErrors.not_found();
  if (upload.state === 'abandoned') throw uploadsErrors.gone();
  return upload;
}

/**
 * Runs `work` as the owner, or passes the request on to the process that is. While ownership changes the answer is
 * 503 with Retry-After.
 */
export async function asOwner(
  context: UploadsContext,
  options: { id: string; raw: FastifyRequest; reply: FastifyReply },
  work: (upload: UploadRow) => Promise<unknown>,
): Promise<unknown> {
  let upload: UploadRow;
  try {
    upload = await context.uploads.own(options.id, context.ownUrl());
  } catch (error) {
    if (!(error instanceof OwnedElsewhere)) throw error;
    if (options.raw.headers[FORWARDED] || error.url === context.ownUrl()) {
      throw uploadsErrors.owner_changing({ cause: error, retryAfterMs: 1000 });
    }
    return forward(error.url, options);
  }
  try {
    return await work(upload);
  } catch (error) {
    if (error instanceof OwnershipLost) throw uploadsErrors.owner_changing({ cause: error, retryAfterMs: 1000 });
    throw error;
  }
}

function forward(
  url: string,
  { id, raw, reply }: { id: string; raw: FastifyRequest; reply: FastifyReply },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      // Not the request's own target: in its absolute form that names any host.
      new URL(uploadPath(id), url),
      { method: raw.method, headers: { ...raw.headers, [FORWARDED]: '1' } },
      (incoming) => {
        reply.hijack();
        reply.raw.writeHead(incoming.statusCode ?? 502, incoming.headers);
        incoming.pipe(reply.raw);
        incoming.once('end', () => resolve(reply));
        incoming.once('error', reject);
      },
    );
    outgoing.once('error', (cause) => reject(uploadsErrors.owner_changing({ cause, retryAfterMs: 1000 })));
    raw.raw.pipe(outgoing);
  });
}
