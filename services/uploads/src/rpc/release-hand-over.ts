import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';

export const releaseHandOver = defineRpc({
  method: UploadsService.method.releaseHandOver,
  callers: ['channels'],
  async handle(context: UploadsContext, { id }) {
    await context.handOvers.release(id);
    return {};
  },
});
