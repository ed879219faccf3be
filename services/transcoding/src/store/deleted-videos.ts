import type { TranscodingTransaction } from './jobs-store.ts';

/** Another producer may tell of a video after its end. */
export async function isDeleted(transaction: TranscodingTransaction, videoId: string): Promise<boolean> {
  const row = await transaction
    .selectFrom('deleted_videos')
    .select('video_id')
    .where('video_id', '=', videoId)
    .executeTakeFirst();
  return row !== undefined;
}
