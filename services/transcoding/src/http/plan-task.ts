import type { ProbeResult } from '@kinora/ffmpeg';
import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { TranscodingContext } from '../context.ts';
import { acceptPlan } from '../store/accept-plan.ts';
import { claimOf, taskParams } from './worker-request.ts';

/** A worker is ours: what matters for the plan is checked, the rest is kept as it comes. */
const probeSchema = z.looseObject({
  durationMs: z.number().optional(),
  video: z.looseObject({
    width: z.number().int().positive().max(16_384),
    height: z.number().int().positive().max(16_384),
    fpsNum: z.number().positive(),
    fpsDen: z.number().positive(),
    codec: z.string().max(40),
  }),
  audioTracks: z.array(z.looseObject({})).max(64),
});

export const planTask = defineRoute({
  method: 'POST',
  path: '/api/v1/worker/tasks/:id/plan',
  operationId: 'planTask',
  summary: 'What the source is; answers what to make of it.',
  policy: 'own-token',
  params: taskParams,
  body: z.object({ probe: probeSchema }),
  answers: {
    200: z.object({ ladder: z.array(z.looseObject({})), passthrough: z.boolean(), audio: z.array(z.looseObject({})) }),
  },
  errors: ['transcoding.task_lost', 'transcoding.output_invalid'],
  hidden: true,
  async handle(context: TranscodingContext, request) {
    return acceptPlan(context, claimOf(context, request), request.body.probe as unknown as ProbeResult);
  },
});
