import type { VerifiedAuthenticationResponse } from '@simplewebauthn/server';
import type { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { type RelyingParty, relyingParty } from '../domain/relying-party.ts';
import { identityErrors } from '../errors.ts';
import type { PasskeyRow, Proving } from '../store/passkeys-store.ts';
import { loadWebAuthn, loadWebAuthnHelpers } from '../web-authn.ts';
import type { shownCredential } from './passkey-schemas.ts';

type Shown = z.infer<typeof shownCredential>;

/** Whose passkey was shown to log in. Throws `identity.passkey_invalid`. */
export async function logInByPasskey(
  context: IdentityContext,
  { credential, party }: { credential: Shown; party: RelyingParty },
): Promise<PasskeyRow> {
  return verify(context, {
    credential,
    party,
    isAsked: (challenge) => context.passkeys.takeChallenge(challenge, null),
  });
}

/** A passkey of this account, shown for this act in this session. Throws `identity.passkey_invalid`. */
export async function proveByPasskey(
  context: IdentityContext,
  { credential, proving }: { credential: Shown; proving: Proving },
): Promise<void> {
  const challenge = await challengeIn(credential);
  const origin = challenge && (await context.passkeys.takeProof(challenge, proving));
  const party = origin && relyingParty(context.app.publicUrl, origin);
  if (!party) throw identityErrors.passkey_invalid();
  const isAsked = (shown: string) => shown === challenge;
  await verify(context, { credential, party, isAsked, accountId: proving.accountId });
}

async function challengeIn({ response }: Shown): Promise<string | undefined> {
  const { decodeClientDataJSON } = await loadWebAuthnHelpers();
  try {
    const { challenge } = decodeClientDataJSON(response.clientDataJSON);
    return typeof challenge === 'string' ? challenge : undefined;
  } catch (cause) {
    throw identityErrors.passkey_invalid({ cause });
  }
}

async function verify(
  context: IdentityContext,
  attempt: {
    credential: Shown;
    party: RelyingParty;
    /** Whether we have asked for this, and nobody has answered before. */
    isAsked: (challenge: string) => boolean | Promise<boolean>;
    accountId?: string;
  },
): Promise<PasskeyRow> {
  const { credential, party, isAsked, accountId } = attempt;
  const passkey = await context.passkeys.findByCredential(credential.id);
  if (!passkey || (accountId !== undefined && passkey.account_id !== accountId)) throw identityErrors.passkey_invalid();
  const { userHandle, ...response } = credential.response;
  const named = userHandle === undefined || Buffer.from(userHandle, 'base64url').toString() === passkey.account_id;
  // Outside of what follows: a library that cannot be loaded makes no passkey wrong.
  const { verifyAuthenticationResponse } = await loadWebAuthn();
  let verified: VerifiedAuthenticationResponse;
  try {
    verified = await verifyAuthenticationResponse({
      response: { ...credential, response },
      expectedChallenge: isAsked,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: Number(passkey.counter),
      },
      requireUserVerification: true,
    });
  } catch (cause) {
    throw identityErrors.passkey_invalid({ cause });
  }
  if (!verified.verified || !named) throw identityErrors.passkey_invalid();
  if (!(await context.passkeys.use(passkey.id, verified.authenticationInfo.newCounter)))
    throw identityErrors.passkey_invalid();
  return passkey;
}
