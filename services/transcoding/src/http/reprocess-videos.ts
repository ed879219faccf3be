import { AppError, actsOf, defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { listMadeBefore, reprocessIn } from '../store/reprocess.ts';

export const reprocessVideos = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/reprocessing',
  operationId: 'reprocessVideos',
  summary:
    'Make videos anew of the files that are kept, behind everything else; those that play go on. Ask again with nextCursor for the rest.',
  policy: 'admin',
  scopes: ['admin'],
  body: z.strictObject({
    /** Only what was processed before. Default: now. */
    processedBefore: z.iso.datetime().optional(),
    cursor: z.string().max(40).optional(),
    limit: z.number().int().min(1).max(500).default(200),
  }),
  answers: {
    200: z.object({
      begun: z.number(),
      /** Being made already, or without a file that is kept. */
      skipped: z.number(),
      nextCursor: z.string().nullable(),
    }),
  },
  async handle(context: TranscodingContext, { body, caller, address }) {
    const before = body.processedBefore ? new Date(body.processedBefore) : new Date(context.clock.now());
    const videoIds = await listMadeBefore(context, { before, afterId: body.cursor ?? '', limit: body.limit });
    const record = actsOf(context.outbox, { caller, address });
    await context.jobs.database.transaction((transaction) =>
      record(transaction, {
        act: 'videos.reprocessed',
        after: { processedBefore: before.toISOString(), videos: videoIds.length },
      }),
    );
    let begun = 0;
    for (const videoId of videoIds) {
      try {
        await context.jobs.database.transaction((transaction) => reprocessIn(context, transaction, videoId));
        begun++;
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        context.log.info({ videoId, code: error.code }, 'a video is not processed again');
      }
    }
    context.wakeClaims();
    return {
      begun,
      skipped: videoIds.length - begun,
      nextCursor: videoIds.length === body.limit ? (videoIds.at(-1) ?? null) : null,
    };
  },
});
