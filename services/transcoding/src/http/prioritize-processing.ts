import { actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { setUrgency } from '../store/set-urgency.ts';

export const prioritizeProcessing = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/processing/:videoId/priority',
  operationId: 'prioritizeProcessing',
  summary: 'Whether a video is processed before all others, or when it is its turn.',
  policy: 'admin',
  scopes: ['admin'],
  params: z.object({ videoId: z.string().max(40) }),
  body: z.strictObject({ first: z.boolean() }),
  answers: { 204: null },
  errors: ['transcoding.nothing_running'],
  async handle(context: TranscodingContext, { params, body, caller, address }) {
    const record = actsOf(context.outbox, { caller, address });
    const changed = await setUrgency(context.jobs.database, { ...params, ...body }, record);
    if (!changed) throw transcodingErrors.nothing_running();
  },
});
