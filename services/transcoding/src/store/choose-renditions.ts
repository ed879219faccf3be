import { type LadderSample, type LeftOut, leaveOut } from '@kinora/media';
import type { ChunkCompletion } from '@kinora/worker';
import { sql } from 'kysely';
import { SOURCE_TRACK } from '../domain/source-track.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import type { JobRow, TranscodingTransaction } from './jobs-store.ts';

/** Renditions of a whole edition that nobody gains from, judged by the chunks that were compared with the source. */
export async function chooseRenditions(transaction: TranscodingTransaction, job: JobRow): Promise<LeftOut[]> {
  if (!job.ladder) return [];
  // Where pictures are missing bytes are, too.
  const { rows } = await sql<{ payload: ChunkPayload; result: ChunkCompletion }>`
    select payload, result from tasks
    where job_id = ${job.id} and kind = 'chunk' and state = 'done' and payload->'compare' = 'true'
      and quarantine_code is null`.execute(transaction);
  // What was divided or is in another codec belongs to the same part of the film.
  const parts = Map.groupBy(rows, ({ payload }) => payload.chunk.index);
  const samples: LadderSample[] = [];
  for (const tasks of parts.values()) {
    const bytes: Record<string, number> = {};
    for (const { name, segments } of tasks.flatMap(({ result }) => result.renditions))
      bytes[name] = segments.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    const chunk = tasks[0]?.payload.chunk;
    const passed = job.ladder.find(({ passthrough }) => passthrough);
    if (passed && chunk) bytes[passed.name] = await sourceBytes(transaction, job, chunk);
    samples.push({ bytes, qualities: tasks.flatMap(({ result }) => result.qualities ?? []) });
  }
  return leaveOut(job.ladder, samples);
}

async function sourceBytes(
  transaction: TranscodingTransaction,
  job: JobRow,
  { startPts90k, endPts90k }: { startPts90k: number; endPts90k: number },
): Promise<number> {
  const { bytes } = await transaction
    .selectFrom('segments')
    .select((eb) => eb.fn.sum<number>('size_bytes').as('bytes'))
    .where('job_id', '=', job.id)
    .where('track', '=', SOURCE_TRACK)
    .where('start_ticks', '>=', startPts90k)
    .where('start_ticks', '<', endPts90k)
    .executeTakeFirstOrThrow();
  return Number(bytes);
}
