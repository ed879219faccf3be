import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { hashPassword, isAcceptablePassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import { displayNameField, emailField, handleField } from './account-fields.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';

const REGISTRATIONS_PER_HOUR = 100;

export const createAccount = defineRoute({
  method: 'POST',
  path: '/api/v1/accounts',
  operationId: 'createAccount',
  summary: 'Register and log in; with the set-up token the account becomes the administrator.',
  policy: 'own-token',
  body: z.object({
    email: emailField,
    password: z.string(),
    displayName: displayNameField,
    handle: handleField.optional(),
    setupToken: z.string().max(100).optional(),
  }),
  answers: { 201: accountAnswer },
  errors: [
    'identity.email_taken',
    'identity.weak_password',
    'identity.setup_token_invalid',
    'identity.too_many_attempts',
  ],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    const { value, remainingMs } = await context.cache.increment(`identity:register:${address}`, {
      windowMs: 3_600_000,
    });
    if (value > REGISTRATIONS_PER_HOUR) throw identityErrors.too_many_attempts({ retryAfterMs: remainingMs });
    if (!isAcceptablePassword(body.password)) throw identityErrors.weak_password();
    const account = await context.accounts.register({
      email: body.email,
      displayName: body.displayName,
      handle: body.handle,
      passwordHash: await hashPassword(body.password),
      setupToken: body.setupToken,
    });
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});
