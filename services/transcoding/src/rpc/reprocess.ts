import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { findShown } from '../store/editions.ts';
import { reprocessIn } from '../store/reprocess.ts';

export const reprocess = defineRpc({
  method: TranscodingService.method.reprocess,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoId }) {
    const [shown] = await findShown(context, [videoId]);
    if (shown?.source_blob && !(await context.blobs.head(shown.source_blob))) throw transcodingErrors.source_gone();
    await context.jobs.database.transaction((transaction) => reprocessIn(context, transaction, videoId));
    context.wakeClaims();
    return {};
  },
});
