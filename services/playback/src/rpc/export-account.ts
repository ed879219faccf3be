import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';

const MOST = 10_000;

/** What the account watched, as far as it is noted: two days. */
export const exportAccount = defineRpc({
  method: PlaybackService.method.exportAccount,
  callers: ['identity'],
  async handle(context: PlaybackContext, { accountId }) {
    const rows = await context.index.database.query
      .selectFrom('watchings')
      .select(['video_id', 'watched_ms', 'position_ms', 'started_at', 'updated_at'])
      .where('viewer', '=', accountId)
      .orderBy('started_at')
      .limit(MOST)
      .execute();
    const watched = rows.map((row) => ({
      videoId: row.video_id,
      watchedMs: Number(row.watched_ms),
      positionMs: Number(row.position_ms),
      startedAt: row.started_at.toISOString(),
      updatedAt: row.updated_at.toISOString(),
    }));
    const value = JSON.stringify(watched, null, 2);
    return { files: [{ path: 'watched.json', content: { case: 'text' as const, value } }] };
  },
});
