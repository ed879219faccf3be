import { defineRoute, kernelErrors } from '@kinora/kernel';
import type { VerifiedRegistrationResponse } from '@simplewebauthn/server';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import type { RelyingParty } from '../domain/relying-party.ts';
import { identityErrors } from '../errors.ts';
import { loadWebAuthn, loadWebAuthnHelpers } from '../web-authn.ts';
import { displayNameField } from './account-fields.ts';
import { ALGORITHMS, createdCredential, passkeySchema, presentPasskey, relyingPartyOf } from './passkey-schemas.ts';

export const addPasskey = defineRoute({
  method: 'POST',
  path: '/api/v1/me/passkeys',
  operationId: 'addPasskey',
  summary: 'Log in with this passkey from now on.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ name: displayNameField, credential: createdCredential }),
  answers: { 201: passkeySchema },
  errors: ['identity.passkeys_unavailable', 'identity.passkey_invalid', 'identity.passkey_present'],
  async handle(context: IdentityContext, { caller, body, raw, reply }) {
    const party = relyingPartyOf(context, raw);
    const account = await context.accounts.find(caller.accountId);
    if (!account) throw kernelErrors.unauthenticated();
    const { credential } = await verify(context, { accountId: account.id, credential: body.credential, party });
    const row = await context.passkeys.add(
      account,
      {
        credential_id: credential.id,
        public_key: credential.publicKey,
        counter: credential.counter,
        transports: body.credential.response.transports,
        name: body.name,
      },
      await context.site(),
    );
    if (!row) throw identityErrors.passkey_present();
    reply.code(201);
    return presentPasskey(row);
  },
});

interface Attempt {
  accountId: string;
  credential: z.infer<typeof createdCredential>;
  party: RelyingParty;
}

type Verified = NonNullable<VerifiedRegistrationResponse['registrationInfo']>;

async function verify(context: IdentityContext, { accountId, credential, party }: Attempt): Promise<Verified> {
  let verified: VerifiedRegistrationResponse;
  // Outside of what follows: a library that cannot be loaded makes no passkey wrong.
  const { verifyRegistrationResponse } = await loadWebAuthn();
  try {
    await refuseCertificates(credential);
    verified = await verifyRegistrationResponse({
      response: credential,
      expectedChallenge: (challenge) => context.passkeys.takeChallenge(challenge, accountId),
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
  } catch (cause) {
    throw identityErrors.passkey_invalid({ cause });
  }
  if (!verified.verified) throw identityErrors.passkey_invalid();
  return verified.registrationInfo;
}

/** We ask for none, and none is looked at: certificates name addresses of lists that a library would fetch. */
async function refuseCertificates({ response }: Attempt['credential']): Promise<void> {
  const { decodeAttestationObject, isoBase64URL } = await loadWebAuthnHelpers();
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = decoded.get('fmt');
  if (format === 'none') return;
  if (format !== 'packed' || decoded.get('attStmt').get('x5c') !== undefined)
    throw new Error(`An attestation ${format} was not asked for.`);
}
