import type { Selectable, Transaction } from 'kysely';
import type { VideosTables } from './tables.ts';

/** Whoever emits an event about a video holds its row, so that events are in the order of commits. */
export function lockVideo(
  transaction: Transaction<VideosTables>,
  id: string,
): Promise<Selectable<VideosTables['videos']> | undefined> {
  return transaction.selectFrom('videos').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
