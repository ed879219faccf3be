import { globalAgent } from 'node:http';
import { type AccountCaller, passOn } from '@kinora/kernel';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { OwnedElsewhere, OwnershipLost } from '../store/ownership.ts';
import type { UploadRow } from '../store/uploads-store.ts';
import { takeUpload } from '../take-upload.ts';

/** Marks a request that another process of ours has passed on: it is passed on once only. */
export const FORWARDED = 'kinora-forwarded';

/** The caller's own upload; another's is not found. */
export async function findOwnUpload(context: UploadsContext, id: string, caller: AccountCaller): Promise<UploadRow> {
  const upload = await context.uploads.find(id);
  if (!upload || upload.account_id !== caller.accountId) throw uploadsErrors.not_found();
  if (upload.state === 'abandoned')
    throw upload.refusal === null ? uploadsErrors.gone() : uploadsErrors.refused({ message: upload.refusal });
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
    upload = await takeUpload(context, options.id);
  } catch (error) {
    if (!(error instanceof OwnedElsewhere)) throw error;
    if (options.raw.headers[FORWARDED] || error.url === context.ownUrl()) {
      throw uploadsErrors.owner_changing({ cause: error, retryAfterMs: 1000 });
    }
    return passOn({
      request: options.raw,
      reply: options.reply,
      url: error.url,
      agent: globalAgent,
      headers: { [FORWARDED]: '1' },
      unreachable: (cause) => uploadsErrors.owner_changing({ cause, retryAfterMs: 1000 }),
    });
  }
  try {
    return await work(upload);
  } catch (error) {
    if (error instanceof OwnershipLost) throw uploadsErrors.owner_changing({ cause: error, retryAfterMs: 1000 });
    throw error;
  }
}
