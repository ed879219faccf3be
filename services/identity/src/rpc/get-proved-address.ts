import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';

export const getProvedAddress = defineRpc({
  method: IdentityService.method.getProvedAddress,
  callers: ['channels', 'videos'],
  async handle(context: IdentityContext, { accountId }) {
    const [account] = await context.accounts.findMany([accountId]);
    return { emailKey: account?.email_verified_at ? account.email_key : '' };
  },
});
