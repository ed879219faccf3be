import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { loadWebAuthn } from '../web-authn.ts';
import { ALGORITHMS, passkeyOptions, relyingPartyOf } from './passkey-schemas.ts';
import { PROOF_ERRORS, proofBody, proveAgain } from './prove-again.ts';

export const offerPasskey = defineRoute({
  method: 'POST',
  path: '/api/v1/me/passkeys/options',
  operationId: 'offerPasskey',
  summary: 'What a browser needs to make a passkey for this site; it is good for five minutes.',
  policy: 'account',
  scopes: [],
  body: proofBody,
  answers: { 200: passkeyOptions },
  errors: ['identity.passkeys_unavailable', ...PROOF_ERRORS],
  async handle(context: IdentityContext, { caller, address, body, raw, reply }) {
    const { id: rpID } = relyingPartyOf(context, raw);
    const account = await proveAgain(context, { caller, address, body, purpose: 'add-passkey' });
    const known = await context.passkeys.list(account.id);
    const { generateRegistrationOptions } = await loadWebAuthn();
    const options = await generateRegistrationOptions({
      rpName: (await context.site()).name,
      rpID,
      userID: new TextEncoder().encode(account.id),
      userName: account.email,
      userDisplayName: account.display_name,
      attestationType: 'none',
      supportedAlgorithmIDs: ALGORITHMS,
      excludeCredentials: known.map(({ credential_id: id, transports }) => ({ id, transports })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
    await context.passkeys.keepChallenge(options.challenge, account.id);
    reply.header('cache-control', 'no-store');
    return { options: { ...options } };
  },
});
