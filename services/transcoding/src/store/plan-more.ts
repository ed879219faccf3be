import { newId } from '@kinora/kernel';
import { planChunks, type VideoSegmentInfo } from '@kinora/media';
import type { TranscodingContext } from '../context.ts';
import { PRIORITY } from '../domain/lease.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** The first task is short where nothing is passed through: the first picture comes sooner. */
const FIRST_CHUNK_MS = 8000;

/**
 * Turns source segments that are not planned yet into chunk tasks; at the end all of them. Where the source alone is
 * shown they have nothing to encode and make the storyboard.
 */
export async function planMore(
  context: TranscodingContext,
  transaction: TranscodingTransaction,
  job: JobRow,
  { final }: { final: boolean },
): Promise<void> {
  if (!job.ladder) return;
  const renditions = job.ladder.filter((rendition) => !rendition.passthrough);
  const from = job.plan_state?.nextInputSequence ?? 0;
  const rows = await transaction
    .selectFrom('segments')
    .select('info')
    .where('job_id', '=', job.id)
    .where('track', '=', 'source')
    .where('sequence', '>=', from)
    .orderBy('sequence')
    .execute();
  const segments = rows.map((row) => row.info as unknown as VideoSegmentInfo);
  const { chunks, state } = planChunks(segments, {
    targetMs: context.config.CHUNK_SECONDS * 1000,
    ...(job.passthrough ? {} : { firstTargetMs: FIRST_CHUNK_MS }),
    workers: Math.max(1, context.activeSlots()),
    passthrough: job.passthrough,
    final,
    ...(job.plan_state ? { state: job.plan_state } : {}),
  });
  if (chunks.length === 0) return;
  const worthwhile = chunks.filter((chunk) => renditions.length > 0 || chunk.storyboard90k.length > 0);
  await transaction
    .updateTable('jobs')
    .set({ plan_state: JSON.stringify(state) })
    .where('id', '=', job.id)
    .execute();
  if (worthwhile.length === 0) return;
  await transaction
    .insertInto('tasks')
    .values(
      worthwhile.map((chunk) => ({
        id: newId(),
        job_id: job.id,
        kind: 'chunk' as const,
        chunk_index: chunk.index,
        payload: JSON.stringify({ chunk, renditions }),
        priority: PRIORITY.chunk,
        duration_ms: Math.round((chunk.endPts90k - chunk.startPts90k) / 90),
        worker_id: null,
        lease_until: null,
        result: null,
        last_error: null,
      })),
    )
    .execute();
}
