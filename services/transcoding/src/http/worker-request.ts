import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';

export const taskParams = z.object({ id: z.string().max(40) });

interface Request {
  params: { id: string };
  raw: { headers: { authorization?: string | undefined } };
}

/** The attempt that a task token stands for; throws `task_lost` for another task's token. */
export function claimOf(context: TranscodingContext, { params, raw }: Request): { taskId: string; attempt: number } {
  const claim = context.taskTokens.verify(bearer(raw.headers.authorization));
  if (!claim) throw transcodingErrors.worker_unknown();
  if (claim.taskId !== params.id) throw transcodingErrors.task_lost();
  return claim;
}

/** A worker is one of our own processes, or holds a token that an administrator made: then the token's id is answered. */
export async function authenticateWorker(
  context: TranscodingContext,
  authorization: string | undefined,
): Promise<{ tokenId: string | null }> {
  const token = bearer(authorization) ?? '';
  if (token.startsWith('knw_')) {
    const tokenId = await context.workers.findToken(token);
    if (tokenId) return { tokenId };
    throw transcodingErrors.worker_unknown();
  }
  const service = await context.verifyServiceToken(token).catch((cause: unknown) => {
    throw transcodingErrors.worker_unknown({ cause });
  });
  if (service !== 'transcoding-worker') throw transcodingErrors.worker_unknown();
  return { tokenId: null };
}

function bearer(authorization: string | undefined): string | undefined {
  return authorization?.startsWith('Bearer ') ? authorization.slice(7) : undefined;
}
