import { UploadsService } from '@kinora/contracts/kinora/uploads/v1/uploads_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';

export const getHandOver = defineRpc({
  method: UploadsService.method.getHandOver,
  callers: ['channels'],
  async handle(context: UploadsContext, { videoIds, fromAccountId, toAccountId }) {
    const handOver = { videoIds, from: fromAccountId, to: toAccountId };
    const { bytes, usage } = await context.handOvers.read(handOver);
    return {
      bytes: BigInt(bytes),
      usedBytes: BigInt(usage.usedBytes),
      ...(usage.quotaBytes === null ? {} : { quotaBytes: BigInt(usage.quotaBytes) }),
    };
  },
});
