import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';

const MOST = 5000;

export const getVideoStorage = defineRpc({
  method: UploadsService.method.getVideoStorage,
  callers: ['videos'],
  async handle(context: UploadsContext, { videoIds }) {
    const bytes = await context.quotas.readVideos(videoIds.slice(0, MOST));
    return { bytes: Object.fromEntries([...bytes].map(([id, size]) => [id, BigInt(size)])) };
  },
});
