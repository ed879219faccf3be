import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';

export const getJwks = defineRpc({
  method: IdentityService.method.getJwks,
  callers: ['*'],
  async handle(context: IdentityContext) {
    return { keysJson: (await context.signingKeys.publicKeys()).map((key) => JSON.stringify(key)) };
  },
});
