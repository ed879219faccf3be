import { defineRoute } from '@kinora/kernel';
import type { ChunkCompletion } from '@kinora/worker';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { completeCaptions } from '../store/complete-captions.ts';
import { completeChunk } from '../store/complete-chunk.ts';
import { completeIngest } from '../store/complete-ingest.ts';
import { completeSplice } from '../store/complete-splice.ts';
import { count, hash } from './output-fields.ts';
import { spliceCompletion } from './splice-completion.ts';
import { claimOf, taskParams } from './worker-request.ts';

/** SSIM. */
const similarity = z.number().min(-1).max(1);

const ingest = z.object({
  kind: z.literal('ingest'),
  publishable: z.boolean(),
  refusedBecause: z.array(z.string().max(40)).max(20),
  durationMs: count,
  videoSegments: count,
  audio: z
    .array(
      z.object({ name: z.string().max(16), segments: count, loudnessLufs: z.number().min(-100).max(20).nullable() }),
    )
    .max(32),
  poster: z.boolean(),
});
const chunk = z.object({
  kind: z.literal('chunk'),
  renditions: z
    .array(
      z.object({
        name: z.string().max(16),
        codecs: z.string().max(100),
        initSha256: hash,
        frames: count,
        segments: z
          .array(
            z.object({
              sequence: count,
              startTicks: z.number().int(),
              durationTicks: count,
              sizeBytes: count,
              sha256: hash,
            }),
          )
          .max(1000),
      }),
    )
    .max(20),
  storyboard: z
    .object({ columns: count, rows: count, tileWidth: count, tileHeight: count, timesMs: z.array(count).max(200) })
    .nullable(),
  qualities: z
    .array(z.object({ name: z.string().max(16), screenSsim: similarity }))
    .max(20)
    .optional(),
  notCompared: z.string().max(2000).optional(),
});

const captions = z.object({
  kind: z.literal('captions'),
  tracks: z.array(z.object({ index: count, sizeBytes: count })).max(32),
});

export const completeTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/completion',
  operationId: 'completeTask',
  summary: 'All of the task is done; from here on it counts.',
  policy: 'own-token',
  params: taskParams,
  bodyLimitBytes: 4 * 2 ** 20,
  body: z.discriminatedUnion('kind', [ingest, chunk, captions, spliceCompletion]),
  answers: { 204: null },
  errors: ['transcoding.task_lost', 'transcoding.output_invalid'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    const { body } = request;
    const claim = claimOf(context, request);
    const task = await context.tasks.find(claim.taskId);
    // The first answer may have been lost on its way.
    if (task?.state === 'done' && task.attempt === claim.attempt) return;
    try {
      if (body.kind === 'ingest') await completeIngest(context, claim, body);
      else if (body.kind === 'captions') await completeCaptions(context, claim, body);
      else if (body.kind === 'splice') await completeSplice(context, claim, body);
      else await completeChunk(context, claim, body as ChunkCompletion);
    } catch (error) {
      // The same request may have been under way twice; the one that came first has been taken over.
      const now = await context.tasks.find(claim.taskId);
      if (now?.state !== 'done' || now.attempt !== claim.attempt) throw error;
    }
  },
});
