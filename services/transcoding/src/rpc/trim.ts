import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { trimIn } from '../store/begin-trim.ts';

export const trim = defineRpc({
  method: TranscodingService.method.trim,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoId, ranges }) {
    const kept = ranges.map(({ startMs, endMs }) => ({ startMs: Number(startMs), endMs: Number(endMs) }));
    await context.jobs.database.transaction((transaction) => trimIn(context, transaction, { videoId, ranges: kept }));
    context.wakeClaims();
    return {};
  },
});
