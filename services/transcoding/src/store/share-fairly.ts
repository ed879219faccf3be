import { newId } from '@kinora/kernel';
import { sql } from 'kysely';
import { PRIORITY } from '../domain/lease.ts';
import { type ChunkPayload, splitTask } from '../domain/split-task.ts';
import { BLANK_TASK } from './blank-task.ts';
import type { TranscodingTransaction } from './jobs-store.ts';
import { holdPicture } from './quarantine.ts';
import type { TaskRow } from './tasks-store.ts';

/**
 * Notes whose turn it was, and takes the large renditions out of a chunk that is being handed out while other films
 * wait: small renditions of everything are made before large ones of anything. They come back as a task of their own.
 */
export async function shareFairly(transaction: TranscodingTransaction, task: TaskRow): Promise<TaskRow> {
  // Who ends the job holds its row and waits for this task: then nothing is divided any more.
  const job = await transaction
    .selectFrom('jobs')
    .select(['state', 'urgency'])
    .where('id', '=', task.job_id)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!job) return task;
  await transaction
    .updateTable('jobs')
    .set({ served_at: sql<Date>`clock_timestamp()` })
    .where('id', '=', task.job_id)
    .execute();
  if (task.quarantine_code !== null) return holdPicture(transaction, task);
  if (job.state !== 'encoding' || task.kind !== 'chunk' || task.priority !== PRIORITY.chunk) return task;
  const split = splitTask({
    number: task.chunk_index ?? 0,
    payload: task.payload as unknown as ChunkPayload,
    durationMs: Number(task.duration_ms),
  });
  if (!split || !(await othersWait(transaction, task, job.urgency))) return task;
  const { small, large } = split;
  await transaction
    .insertInto('tasks')
    .values({
      ...BLANK_TASK,
      id: newId(),
      job_id: task.job_id,
      kind: 'chunk',
      chunk_index: large.number,
      payload: JSON.stringify(large.payload),
      priority: PRIORITY.largeRenditions,
      duration_ms: large.durationMs,
    })
    .execute();
  return transaction
    .updateTable('tasks')
    .set({ payload: JSON.stringify(small.payload), duration_ms: small.durationMs, priority: PRIORITY.smallRenditions })
    .where('id', '=', task.id)
    .where('attempt', '=', task.attempt)
    .where('state', '=', 'leased')
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Those that are less urgent wait anyway. */
async function othersWait(transaction: TranscodingTransaction, task: TaskRow, urgency: number): Promise<boolean> {
  const { rows } = await sql`
    select from tasks join jobs on jobs.id = tasks.job_id
    where tasks.state = 'ready' and not_before <= clock_timestamp() and tasks.kind = 'chunk'
      and priority <= ${PRIORITY.chunk} and job_id <> ${task.job_id} and jobs.urgency <= ${urgency}
    limit 1`.execute(transaction);
  return rows.length > 0;
}
