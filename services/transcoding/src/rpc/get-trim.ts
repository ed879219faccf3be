import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import type { ProbeResult } from '@kinora/ffmpeg';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { baseOf, endOf, toWireRange } from '../store/begin-trim.ts';
import { findShown } from '../store/editions.ts';
import { readEdition } from '../store/read-edition.ts';

export const getTrim = defineRpc({
  method: TranscodingService.method.getTrim,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoId }) {
    const [shown] = await findShown(context, [videoId]);
    if (shown?.state !== 'finished') throw transcodingErrors.edition_unknown();
    return context.jobs.database.transaction(async (transaction) => {
      const base = await baseOf(context, transaction, shown);
      const end = endOf(await readEdition(transaction, base));
      const video = (base.probe as ProbeResult | null)?.video;
      return {
        durationMs: BigInt(Math.round(end / 90)),
        frameMs: video ? (1000 * video.fpsDen) / video.fpsNum : 0,
        ranges: (shown.ranges ?? []).map(toWireRange),
        wholeEdition: base.id,
      };
    });
  },
});
