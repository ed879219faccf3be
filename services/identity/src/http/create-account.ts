import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { preferredLanguage } from '../domain/languages.ts';
import { hashPassword, isAcceptablePassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import { displayNameField, emailField, handleField } from './account-fields.ts';
import { limitPerHour } from './limit-per-hour.ts';
import { originOf } from './origin-of.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';

export const createAccount = defineRoute({
  method: 'POST',
  path: '/api/v1/accounts',
  operationId: 'createAccount',
  summary: 'Register and log in, as this site lets people in; the set-up token makes the administrator.',
  policy: 'own-token',
  body: z.object({
    email: emailField,
    password: z.string(),
    displayName: displayNameField,
    handle: handleField.optional(),
    setupToken: z.string().max(100).optional(),
    invitationToken: z.string().max(100).optional(),
  }),
  // 202: somebody has to accept it first.
  answers: { 201: accountAnswer, 202: z.object({ state: z.literal('waiting') }) },
  errors: [
    'identity.email_taken',
    'identity.weak_password',
    'identity.setup_token_invalid',
    'identity.invitation_invalid',
    'identity.registration_closed',
    'identity.too_many_attempts',
  ],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    await limitPerHour(context, { what: 'register', by: address, most: context.registrationsPerHour });
    if (!isAcceptablePassword(body.password)) throw identityErrors.weak_password();
    const { password, ...person } = body;
    const passwordHash = await hashPassword(password);
    const site = await context.site();
    // Whoever has the set-up token is believed where this site is; with a wrong one no mail goes out.
    const found = body.setupToken ? { ...site, url: originOf(context, raw) } : site;
    const account = await context.accounts.register(
      { ...person, passwordHash, pageLanguage: preferredLanguage(raw.headers['accept-language']) },
      found,
    );
    if (account.role === 'admin') await context.instance.noteAddress(originOf(context, raw));
    if (account.state === 'waiting') {
      reply.code(202);
      return { state: account.state };
    }
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});
