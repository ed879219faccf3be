import { defineRoute } from '@kinora/kernel';
import type { VerifiedAuthenticationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import type { RelyingParty } from '../domain/relying-party.ts';
import { identityErrors } from '../errors.ts';
import type { PasskeyRow } from '../store/passkeys-store.ts';
import { loadWebAuthn } from '../web-authn.ts';
import { relyingPartyOf, shownCredential } from './passkey-schemas.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';

export const createSessionByPasskey = defineRoute({
  method: 'POST',
  path: '/api/v1/sessions/passkey',
  operationId: 'createSessionByPasskey',
  // Whoever has the device has also shown a finger, a face or its code: two factors in one.
  summary: 'Log in with a passkey; no code of an app is asked for besides.',
  policy: 'own-token',
  body: z.strictObject({ credential: shownCredential }),
  answers: { 201: accountAnswer },
  errors: [
    'identity.passkeys_unavailable',
    'identity.passkey_invalid',
    'identity.wrong_origin',
    'identity.suspended',
    'identity.awaiting_approval',
  ],
  async handle(context: IdentityContext, { body: { credential }, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    const party = relyingPartyOf(context, raw);
    const passkey = await context.passkeys.findByCredential(credential.id);
    if (!passkey) throw identityErrors.passkey_invalid();
    const { newCounter } = await verify(context, { passkey, credential, party });
    if (!(await context.passkeys.use(passkey.id, newCounter))) throw identityErrors.passkey_invalid();
    const account = await context.accounts.find(passkey.account_id);
    if (!account) throw identityErrors.passkey_invalid();
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});

async function verify(
  context: IdentityContext,
  attempt: { passkey: PasskeyRow; credential: z.infer<typeof shownCredential>; party: RelyingParty },
): Promise<VerifiedAuthenticationResponse['authenticationInfo']> {
  const { passkey, credential, party } = attempt;
  const { userHandle, ...response } = credential.response;
  const named = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === passkey.account_id;
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...credential, response },
      expectedChallenge: (challenge) => context.passkeys.takeChallenge(challenge, null),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.counter),
      },
      requireUserVerification: true,
    });
    if (verified && named) return authenticationInfo;
  } catch (cause) {
    throw identityErrors.passkey_invalid({ cause });
  }
  throw identityErrors.passkey_invalid();
}
