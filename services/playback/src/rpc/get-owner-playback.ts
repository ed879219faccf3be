import { PlaybackService } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { PlaybackContext } from '../context.ts';
import { describePlayback } from '../media/describe-playback.ts';

/**
 * An edition that is shown to nobody else, such as all of a film of which parts are shown. Whose it is and whether the
 * video is still there is decided where the key is read, as for every other key.
 */
export const getOwnerPlayback = defineRpc({
  method: PlaybackService.method.getOwnerPlayback,
  callers: ['videos'],
  async handle(context: PlaybackContext, { videoId, edition, accountId, sessionId, accountEpoch }) {
    const minted = await context.index.database.transaction(async (transaction) => {
      const video = await context.access.lockVideo(transaction, videoId);
      const found = await transaction
        .selectFrom('editions')
        .select('id')
        .where('id', '=', edition)
        .where('video_id', '=', videoId)
        .where('finished', '=', true)
        .executeTakeFirst();
      return found && context.access.ownerKey(transaction, video, found.id);
    });
    const lease = minted && (await context.leases.get(minted.key));
    if (!lease || lease.ended) return {};
    const viewer = { accountId, sessionId, epoch: Number(accountEpoch) };
    return { playback: describePlayback(context, { lease, viewer, untilMs: minted.endsAt.getTime() }) };
  },
});
