import type { RecordAct } from '@kinora/kernel';
import type { Database } from '@kinora/ports';
import { URGENCY, urgencyOf } from '../domain/edition-kind.ts';
import type { TranscodingTables } from './tables.ts';

/** Before all others, or again when its kind has its turn; false when nothing is made of the video. */
export function setUrgency(
  database: Database<TranscodingTables>,
  { videoId, first }: { videoId: string; first: boolean },
  record: RecordAct,
): Promise<boolean> {
  return database.transaction(async (transaction) => {
    const open = await transaction
      .selectFrom('jobs')
      .select(['id', 'edition_kind'])
      .where('video_id', '=', videoId)
      .where('state', 'in', ['probing', 'encoding'])
      .orderBy('id')
      .forUpdate()
      .execute();
    if (open.length === 0) return false;
    for (const { id, edition_kind: kind } of open) {
      const urgency = first ? URGENCY.first : urgencyOf(kind);
      await transaction.updateTable('jobs').set({ urgency }).where('id', '=', id).execute();
    }
    await record(transaction, { act: 'processing.prioritized', subject: { id: videoId, name: '' }, after: { first } });
    return true;
  });
}
