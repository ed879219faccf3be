import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { effectiveRole } from '../domain/effective-role.ts';

export const lookUpApiToken = defineRpc({
  method: IdentityService.method.lookUpApiToken,
  callers: ['*'],
  async handle(context: IdentityContext, { token }) {
    const found = await context.apiTokens.use(token);
    if (!found) return {};
    const { account, row } = found;
    return {
      holder: {
        accountId: account.id,
        tokenId: row.id,
        role: effectiveRole(account, await context.instance.get()),
        epoch: BigInt(account.epoch),
        displayName: account.display_name,
        historyPaused: account.history_paused,
        scopes: row.scopes.split(' '),
        expiresAtMs: BigInt(row.expires_at?.getTime() ?? 0),
      },
    };
  },
});
