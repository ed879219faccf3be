import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { type RelyingParty, relyingParty } from '../domain/relying-party.ts';
import { identityErrors } from '../errors.ts';
import type { PasskeyRow } from '../store/passkeys-store.ts';
import { originOf } from './origin-of.ts';

const base64Url = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[\w-]+$/, 'This is not base64url.');
/** What browsers add of their own; none of it decides anything. */
const extensionResults = z.record(z.string(), z.unknown()).default({});

/** As the browser's `PublicKeyCredential.toJSON()` writes it after `create` (WebAuthn Level 3 §5.1.8). */
export const createdCredential = z.object({
  id: base64Url(1400),
  rawId: base64Url(1400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64Url(4000),
    attestationObject: base64Url(20_000),
    transports: z.array(z.string().max(20)).max(10).default([]),
  }),
  clientExtensionResults: extensionResults,
});

/** The same after `get`. */
export const shownCredential = z.object({
  id: base64Url(1400),
  rawId: base64Url(1400),
  type: z.literal('public-key'),
  response: z.object({
    clientDataJSON: base64Url(4000),
    authenticatorData: base64Url(4000),
    signature: base64Url(4000),
    userHandle: base64Url(200).optional(),
  }),
  clientExtensionResults: extensionResults,
});

/** EdDSA, ES256 and RS256 (RFC 9053 §2): what all authenticators have one of. */
export const ALGORITHMS = [-8, -7, -257];

/** Goes to the browser as it is. */
export const passkeyOptions = z.object({ options: z.record(z.string(), z.unknown()) });

export const passkeySchema = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
});

export function presentPasskey(row: PasskeyRow): z.infer<typeof passkeySchema> {
  return {
    id: row.id,
    name: row.name,
    createdAt: row.created_at.toISOString(),
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
  };
}

/** Throws `identity.passkeys_unavailable`. */
export function relyingPartyOf(context: IdentityContext, raw: Parameters<typeof originOf>[1]): RelyingParty {
  const found = relyingParty(context.app.publicUrl, originOf(context, raw));
  if (!found) throw identityErrors.passkeys_unavailable();
  return found;
}
