import type { CaptionsCompletion } from '@kinora/worker';
import { PRIORITY } from '../domain/lease.ts';
import type { ChunkPayload } from '../domain/split-task.ts';
import { endTask } from './end-task.ts';
import type { TranscodingTransaction } from './jobs-store.ts';
import type { TaskRow } from './tasks-store.ts';

/** Decoded, but not all of it. */
const FRAMES_MISSING = 'frame_count';

/**
 * Sets a chunk aside that cannot be encoded: the rest of the film is made first, then it is made without the frames that
 * are missing, and where that fails too its part becomes a still picture. False when all was tried, and for tasks that no
 * film can do without.
 */
export async function quarantine(
  transaction: TranscodingTransaction,
  task: TaskRow,
  failure: { code: string; message: string },
): Promise<boolean> {
  if (task.kind !== 'chunk') return false;
  const { lenient: wasLenient, ...payload } = task.payload as unknown as ChunkPayload;
  const isFirst = task.quarantine_code === null;
  if (!isFirst && !wasLenient) return false;
  const lenient = isFirst && failure.code === FRAMES_MISSING;
  await transaction
    .updateTable('tasks')
    .set({
      state: 'ready',
      failures: 0,
      losses: 0,
      lease_until: null,
      priority: PRIORITY.quarantined,
      payload: JSON.stringify(lenient ? { ...payload, lenient } : payload),
      ...(isFirst ? { quarantine_code: failure.code, quarantine_message: failure.message } : {}),
    })
    .where('id', '=', task.id)
    .execute();
  return true;
}

/** Ends a task that a film can do without: its captions. What was wrong stays with it. */
export async function doWithout(transaction: TranscodingTransaction, task: TaskRow): Promise<boolean> {
  if (task.kind !== 'captions') return false;
  const nothing: CaptionsCompletion = { kind: 'captions', tracks: [] };
  await endTask(transaction, task.id, nothing);
  return true;
}

/**
 * Of which source segment the still picture is taken: one that was decoded, the last before the chunk or the first after
 * it. Without one the task is handed out as it was, once more.
 */
export async function holdPicture(transaction: TranscodingTransaction, task: TaskRow): Promise<TaskRow> {
  const payload = task.payload as unknown as ChunkPayload;
  if (payload.lenient) return task;
  const done = await transaction
    .selectFrom('tasks')
    .select('payload')
    .where('job_id', '=', task.job_id)
    .where('kind', '=', 'chunk')
    .where('state', '=', 'done')
    .where('quarantine_code', 'is', null)
    .execute();
  const decoded = done.flatMap((row) => (row.payload as unknown as ChunkPayload).chunk.inputSequences);
  const first = payload.chunk.inputSequences[0] ?? 0;
  const before = decoded.filter((sequence) => sequence < first);
  const heldSequence = before.length > 0 ? Math.max(...before) : decoded.length > 0 ? Math.min(...decoded) : undefined;
  if (heldSequence === undefined) return task;
  const held: ChunkPayload = { ...payload, chunk: { ...payload.chunk, storyboard90k: [] }, heldSequence };
  return transaction
    .updateTable('tasks')
    .set({ payload: JSON.stringify(held) })
    .where('id', '=', task.id)
    .where('attempt', '=', task.attempt)
    .where('state', '=', 'leased')
    .returningAll()
    .executeTakeFirstOrThrow();
}
