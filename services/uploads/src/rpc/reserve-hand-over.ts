import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';

export const reserveHandOver = defineRpc({
  method: UploadsService.method.reserveHandOver,
  callers: ['channels'],
  async handle(context: UploadsContext, { id, videoIds, fromAccountId, toAccountId }) {
    await context.handOvers.reserve(id, { videoIds, from: fromAccountId, to: toAccountId });
    return {};
  },
});
