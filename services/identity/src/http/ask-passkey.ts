import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { loadWebAuthn } from '../web-authn.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { passkeyOptions, relyingPartyOf } from './passkey-schemas.ts';
import { assertSameOrigin } from './session-cookies.ts';

/** Each leaves a row for five minutes. */
const PER_ADDRESS = 600;

export const askPasskey = defineRoute({
  method: 'POST',
  path: '/api/v1/sessions/passkey/options',
  operationId: 'askPasskey',
  summary: 'What a browser needs to log in with a passkey; no address has to be typed.',
  policy: 'own-token',
  answers: { 200: passkeyOptions },
  errors: ['identity.passkeys_unavailable', 'identity.too_many_attempts', 'identity.wrong_origin'],
  async handle(context: IdentityContext, { raw, reply, address }) {
    assertSameOrigin(context, { raw });
    const { id: rpID } = relyingPartyOf(context, raw);
    await limitPerHour(context, { what: 'passkey', by: address, most: PER_ADDRESS });
    const { generateAuthenticationOptions } = await loadWebAuthn();
    const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
    await context.passkeys.keepChallenge(options.challenge, null);
    reply.header('cache-control', 'no-store');
    return { options: { ...options } };
  },
});
