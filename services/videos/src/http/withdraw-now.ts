import type { MessageInitShape } from '@bufbuild/protobuf';
import type { SetAccessRequestSchema } from '@kinora/contracts/kinora/playback/v1/playback_pb.ts';
import { AppError } from '@kinora/kernel';
import type { VideosContext } from '../context.ts';

/**
 * Has playback take the new rule over before we answer. False when it cannot be reached: the event in the outbox
 * repeats the change until it has.
 */
export async function withdrawNow(
  context: VideosContext,
  rule: NonNullable<MessageInitShape<typeof SetAccessRequestSchema>['rule']>,
): Promise<boolean> {
  try {
    await context.playback.setAccess({ rule });
    return true;
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'unavailable') throw error;
    context.log.warn({ err: error, videoId: rule.videoId }, 'playback is away: the change of access follows by event');
    return false;
  }
}
