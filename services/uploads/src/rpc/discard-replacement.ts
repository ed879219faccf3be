import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { discardUpload } from '../discard-upload.ts';

/** Of those that arrive any, of those that are whole the one that is named: the others have been processed. */
export const discardReplacement = defineRpc({
  method: UploadsService.method.discardReplacement,
  callers: ['videos'],
  async handle(context: UploadsContext, { videoId, uploadId }) {
    const uploads = await context.uploads.findByVideo(videoId);
    const given = uploads.filter(({ id, state, replaces }) => replaces && (state !== 'complete' || id === uploadId));
    const discarded: boolean[] = [];
    for (const { id } of given) discarded.push(await discardUpload(context, id, 'cancelled'));
    return { discarded: discarded.includes(true) };
  },
});
