import type { Transaction } from 'kysely';
import type { VideosTables } from './tables.ts';

/** A read copy for lists; interactions owns the count, and only a greater version replaces it. */
export async function copyCommentCount(
  transaction: Transaction<VideosTables>,
  told: { videoId: string; comments: bigint; version: bigint },
): Promise<void> {
  await transaction
    .updateTable('videos')
    .set({ comments: Number(told.comments), comments_version: Number(told.version) })
    .where('id', '=', told.videoId)
    .where('comments_version', '<', Number(told.version))
    .execute();
}
