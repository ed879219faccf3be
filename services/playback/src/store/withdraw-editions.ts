import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from './index-store.ts';

/**
 * Nothing of an edition is shown any more. It takes those before it along, as an edition is replaced only because it was
 * wrong; without segments no rule that changes later makes them play again. One that was held back goes alone.
 */
export async function withdrawEditions(
  context: PlaybackContext,
  transaction: PlaybackTransaction,
  { videoId, edition, held }: { videoId: string; edition: string; held: boolean },
): Promise<void> {
  await context.access.lockVideo(transaction, videoId);
  const editions = await transaction
    .selectFrom('editions')
    .select(['id', 'planned_at'])
    .where('video_id', '=', videoId)
    .execute();
  // One that ended before it was planned is the newest.
  const until = editions.find(({ id }) => id === edition)?.planned_at;
  const goes = held
    ? ({ id }: { id: string }) => id === edition
    : ({ planned_at: at }: { planned_at: Date }) => !until || at <= until;
  const withdrawn = editions.filter(goes).map(({ id }) => id);
  if (withdrawn.length === 0) return;
  await transaction.deleteFrom('runs').where('edition_id', 'in', withdrawn).execute();
  for (const id of withdrawn) await context.index.touch(transaction, id);
  const current = await transaction
    .selectFrom('media_keys')
    .select('edition_id')
    .where('video_id', '=', videoId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  if (current && withdrawn.includes(current.edition_id)) await context.access.endKeys(transaction, videoId);
}
