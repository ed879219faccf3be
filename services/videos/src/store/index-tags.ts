import type { Transaction } from 'kysely';
import { tagKey } from '../domain/tag-key.ts';
import type { VideosTables } from './tables.ts';

/** Writes by which tags a video is found; within the transaction that holds its row. */
export async function indexTags(
  transaction: Transaction<VideosTables>,
  video: { id: string; tags: string[] },
): Promise<void> {
  const labels = new Map(video.tags.map((tag) => [tagKey(tag), tag]));
  labels.delete('');
  await transaction.deleteFrom('video_tags').where('video_id', '=', video.id).execute();
  if (labels.size > 0) {
    const rows = [...labels].map(([key, label]) => ({ video_id: video.id, key, label }));
    await transaction.insertInto('video_tags').values(rows).execute();
  }
  await transaction.updateTable('videos').set({ indexed_tags: video.tags }).where('id', '=', video.id).execute();
}
