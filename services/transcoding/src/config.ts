import { z } from 'zod';

/** Beside H.264. */
const CODECS = ['hevc', 'av1'] as const;

export const transcodingConfig = z.object({
  CHUNK_SECONDS: z.coerce.number().min(4).max(120).default(20).describe('Length of film that one task encodes.'),
  TASK_LEASE_SECONDS: z.coerce
    .number()
    .min(1)
    .max(600)
    .default(30)
    .describe('A worker that is not heard of for so long loses its task to others.'),
  EXTRA_CODECS: z
    .string()
    .default('')
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(z.enum(CODECS)))
    .describe('Codecs in which renditions are made beside H.264: hevc, av1, or both with a comma. Slow.'),
  PER_TITLE_FROM_SECONDS: z.coerce
    .number()
    .min(0)
    .default(120)
    .describe(
      'Films from this length on lose renditions that are no better than a smaller one or no smaller than a larger one; 0: none do.',
    ),
  MAX_VIDEO_HOURS: z.coerce.number().positive().default(12).describe('Longer films are refused.'),
});
export type TranscodingConfig = z.infer<typeof transcodingConfig>;

export const workerConfig = z.object({
  WORKER_SLOTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(64)
    .optional()
    .describe('Tasks at the same time. Default: one per core.'),
  WORKER_TEMP_DIR: z.string().optional().describe('Where a task keeps its files. Default: DATA_DIR/worker.'),
});
export type WorkerConfig = z.infer<typeof workerConfig>;
