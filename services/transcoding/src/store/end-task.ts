import type { TranscodingTransaction } from './jobs-store.ts';
import type { TranscodingTables } from './tables.ts';

/** The task is done, and this came of it. */
export async function endTask(
  transaction: TranscodingTransaction,
  taskId: string,
  result: { kind: TranscodingTables['tasks']['kind'] },
): Promise<void> {
  await transaction
    .updateTable('tasks')
    .set({ state: 'done', result: JSON.stringify(result), lease_until: null })
    .where('id', '=', taskId)
    .execute();
}
