import { TranscodingService } from '@kinora/contracts/kinora/transcoding/v1/transcoding_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { TranscodingContext } from '../context.ts';
import { transcodingErrors } from '../errors.ts';
import { toWireRange } from '../store/begin-trim.ts';
import { findShown } from '../store/editions.ts';
import { filmEnd } from '../store/film-end.ts';

export const getTrim = defineRpc({
  method: TranscodingService.method.getTrim,
  callers: ['videos'],
  async handle(context: TranscodingContext, { videoId }) {
    const [shown] = await findShown(context, [videoId]);
    if (shown?.state !== 'finished') throw transcodingErrors.edition_unknown();
    const base = shown.base_job === null ? shown : await context.jobs.find(shown.base_job);
    if (!base) throw transcodingErrors.edition_unknown();
    const video = base.probe?.video;
    return {
      durationMs: BigInt(Math.round((await filmEnd(context, base.id)) / 90)),
      frameMs: video ? (1000 * video.fpsDen) / video.fpsNum : 0,
      ranges: (shown.ranges ?? []).map(toWireRange),
      wholeEdition: base.id,
    };
  },
});
