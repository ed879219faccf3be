import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { identityErrors } from '../errors.ts';
import { relyingPartyOf, shownCredential } from './passkey-schemas.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';
import { logInByPasskey } from './verify-passkey.ts';

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
    const passkey = await logInByPasskey(context, { credential, party });
    const account = await context.accounts.find(passkey.account_id);
    if (!account) throw identityErrors.passkey_invalid();
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});
