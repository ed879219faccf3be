import type { PlaybackContext } from '../context.ts';
import type { PlaybackTransaction } from './index-store.ts';
import { publishEdition } from './publish.ts';

/** A rule may arrive after the segments: then it is the rule that makes the video playable. */
export async function publishLatest(
  context: PlaybackContext,
  transaction: PlaybackTransaction,
  videoId: string,
): Promise<void> {
  const latest = await transaction
    .selectFrom('editions')
    .select('id')
    .where('video_id', '=', videoId)
    .where((eb) => eb.or([eb('held', '=', false), eb('finished', '=', true)]))
    .orderBy('planned_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (latest) await publishEdition(context, transaction, latest.id);
}
