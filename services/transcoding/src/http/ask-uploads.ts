import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';

/** Asks the uploads service about a file that is read while it arrives. Throws `task_lost` when it never will. */
export async function askUploads(
  context: TranscodingContext,
  uploadId: string,
  { path, range, signal }: { path: 'bytes' | 'index'; range?: string | undefined; signal: AbortSignal },
) {
  let answer: Awaited<ReturnType<typeof fetch>>;
  try {
    answer = await fetch(`${context.uploadsUrl()}/api/v1/uploads/${uploadId}/${path}`, {
      headers: { authorization: `Bearer ${await context.uploadsToken()}`, ...(range ? { range } : {}) },
      signal,
    });
  } catch (cause) {
    throw transcodingErrors.source_away({ cause, retryAfterMs: 1000 });
  }
  if (answer.ok) return answer;
  await answer.body?.cancel();
  if (answer.status === 404 || answer.status === 410) throw transcodingErrors.task_lost();
  throw transcodingErrors.source_away({ cause: new Error(`uploads answered ${answer.status}`), retryAfterMs: 1000 });
}
