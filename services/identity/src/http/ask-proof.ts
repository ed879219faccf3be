import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { PROOF_PURPOSES } from '../domain/proof-purpose.ts';
import { identityErrors } from '../errors.ts';
import { loadWebAuthn } from '../web-authn.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { passkeyOptions, relyingPartyOf } from './passkey-schemas.ts';

/** Each leaves a row for five minutes. */
const PER_ACCOUNT = 60;

export const askProof = defineRoute({
  method: 'POST',
  path: '/api/v1/me/proofs',
  operationId: 'askProof',
  summary:
    'What a browser needs to show one of my passkeys where a password or a code is asked for again: for this act, in this session, once, within five minutes.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ purpose: z.enum(PROOF_PURPOSES) }),
  answers: { 200: passkeyOptions },
  errors: ['identity.passkeys_unavailable', 'identity.passkey_not_found', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { caller, body, raw, reply }) {
    const { id: rpID, origin } = relyingPartyOf(context, raw);
    const { accountId, sessionId } = caller;
    await limitPerHour(context, { what: 'proof', by: accountId, most: PER_ACCOUNT });
    const mine = await context.passkeys.list(accountId);
    if (mine.length === 0) throw identityErrors.passkey_not_found();
    const { generateAuthenticationOptions } = await loadWebAuthn();
    const options = await generateAuthenticationOptions({
      rpID,
      userVerification: 'required',
      allowCredentials: mine.map(({ credential_id: id, transports }) => ({ id, transports })),
    });
    await context.passkeys.keepProof(options.challenge, { accountId, sessionId, purpose: body.purpose, origin });
    reply.header('cache-control', 'no-store');
    return { options: { ...options } };
  },
});
