import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { effectiveRole } from '../domain/effective-role.ts';

export const getAccounts = defineRpc({
  method: IdentityService.method.getAccounts,
  callers: ['channels', 'uploads', 'videos'],
  async handle(context: IdentityContext, { ids }) {
    const instance = await context.instance.get();
    const accounts = await context.accounts.findMany(ids.slice(0, 500));
    return {
      accounts: accounts.map((row) => ({
        id: row.id,
        displayName: row.display_name,
        role: effectiveRole(row, instance),
        handle: row.wanted_handle ?? '',
      })),
    };
  },
});
