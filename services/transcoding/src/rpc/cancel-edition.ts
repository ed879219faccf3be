import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { endNextIn } from '../store/editions.ts';

/** Answered with nothing where nothing was being made: the file of it may still be on its way. */
export const cancelEdition = defineRpc({
  method: TranscodingService.method.cancelEdition,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoId }) {
    const ended = await context.jobs.database.transaction((transaction) => endNextIn(context, transaction, videoId));
    if (!ended) return { cancelled: false, uploadId: '' };
    return { cancelled: true, uploadId: ended.edition_kind === 'replacement' ? ended.upload_id : '' };
  },
});
