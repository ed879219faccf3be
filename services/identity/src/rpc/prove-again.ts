import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { defineRpc } from '@kinora/kernel';
import type { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { shownCredential } from '../http/passkey-schemas.ts';
import { type proofBody, proveAgain as prove } from '../http/prove-again.ts';

export const proveAgain = defineRpc({
  method: IdentityService.method.proveAgain,
  callers: ['channels'],
  async handle(context: IdentityContext, { accountId, sessionId, address, proof }) {
    if (proof.case === undefined) throw identityErrors.wrong_password();
    const body = bodyOf(proof);
    // Handing over is all that channels asks for.
    await prove(context, { caller: { accountId, sessionId }, address, body, purpose: 'offer-channel' });
    return {};
  },
});

function bodyOf(proof: { case: 'password' | 'code' | 'passkey'; value: string }): z.infer<typeof proofBody> {
  if (proof.case === 'password') return { password: proof.value };
  if (proof.case === 'code') return { code: proof.value };
  const shown = shownCredential.safeParse(JSON.parse(proof.value));
  if (!shown.success) throw identityErrors.passkey_invalid({ cause: shown.error });
  return { passkey: shown.data };
}
