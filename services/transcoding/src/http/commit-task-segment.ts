import { defineRoute } from '@kinora/kernel';
import type { CommitTrack } from '@kinora/worker';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { commitSegment } from '../store/commit-segment.ts';
import { count, hash } from './output-fields.ts';
import { claimOf, taskParams } from './worker-request.ts';

export const commitTaskSegment = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/segments',
  operationId: 'commitTaskSegment',
  summary: 'A segment of the ingest pass is there.',
  policy: 'own-token',
  params: taskParams,
  bodyLimitBytes: 4 * 2 ** 20,
  body: z.object({
    track: z.string().regex(/^(?:source|audio\d?)$/),
    init: z.object({ codecs: z.string().max(100), width: count, height: count, sha256: hash }).optional(),
    segment: z.object({
      sequence: count,
      startTicks: z.number().int(),
      durationTicks: count,
      sizeBytes: count,
      sha256: hash,
      info: z.looseObject({}).optional(),
    }),
  }),
  answers: { 204: null },
  errors: ['transcoding.task_lost', 'transcoding.output_invalid'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    await commitSegment(context, claimOf(context, request), request.body as CommitTrack);
  },
});
