import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';

export const revokedSince = defineRpc({
  method: IdentityService.method.revokedSince,
  callers: ['*'],
  async handle(context: IdentityContext, { version }) {
    const rows = await context.sessions.revokedSince(Number(version));
    return {
      version: BigInt(rows.at(-1)?.version ?? Number(version)),
      revocations: rows.map((row) => ({
        accountId: row.account_id,
        sessionId: row.session_id,
        epoch: BigInt(row.epoch),
      })),
    };
  },
});
