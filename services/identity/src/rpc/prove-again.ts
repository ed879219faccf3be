import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { proveAgain as prove } from '../http/prove-again.ts';

export const proveAgain = defineRpc({
  method: IdentityService.method.proveAgain,
  callers: ['channels'],
  async handle(context: IdentityContext, { accountId, address, proof }) {
    if (proof.case === undefined) throw identityErrors.wrong_password();
    const body = proof.case === 'code' ? { code: proof.value } : { password: proof.value };
    await prove(context, { caller: { accountId }, address, body });
    return {};
  },
});
