import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { retryFailed } from '../store/retry-failed.ts';

export const retryProcessing = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/processing/:videoId/attempts',
  operationId: 'retryProcessing',
  summary: 'Try once more to process a video of which the latest try failed, of the file that is kept.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ videoId: z.string().max(40) }),
  answers: { 202: z.object({ state: z.literal('begun') }) },
  errors: ['transcoding.nothing_failed', 'transcoding.edition_running', 'transcoding.source_gone'],
  async handle(context: TranscodingContext, { params, caller, address, reply }) {
    await retryFailed(context, params.videoId, actsOf(context.outbox, { caller, address }));
    context.wakeClaims();
    reply.code(202);
    return { state: 'begun' as const };
  },
});
