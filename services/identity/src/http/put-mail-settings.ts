import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { tellsPasswordInTheOpen } from '../domain/mail-server.ts';
import { identityErrors } from '../errors.ts';
import { actorOf } from '../store/audit-log.ts';
import { emailField } from './account-fields.ts';
import { mailSettingsSchema, presentSettings } from './mail-schemas.ts';

export const putMailSettings = defineRoute({
  method: 'PUT',
  path: '/api/v1/admin/mail',
  operationId: 'putMailSettings',
  summary: 'Connect a mail server; without a password the one that is known stays, for the same server and user.',
  policy: 'admin',
  scopes: [],
  body: z.strictObject({
    host: z
      .string()
      .trim()
      .max(253)
      .regex(/^[A-Za-z0-9_:.-]+$/, 'Write the name of the server alone, such as mail.example.org.'),
    port: z.int().min(1).max(65_535),
    security: mailSettingsSchema.shape.security,
    user: z.string().trim().max(254).nullable(),
    password: z.string().max(1000).optional(),
    fromAddress: emailField,
  }),
  answers: { 200: mailSettingsSchema },
  errors: ['identity.mail_password_missing', 'identity.mail_password_in_the_open'],
  async handle(context: IdentityContext, { body, caller, address }) {
    const { host, port, security, user, fromAddress } = body;
    const known = (await context.mailSettings.find())?.server;
    // Another server is not told the password of the one before.
    const same = known?.host === host && known.credentials?.user === user;
    const password = body.password || (same ? known?.credentials?.password : undefined);
    if (user && password === undefined) throw identityErrors.mail_password_missing();
    const credentials = user && password !== undefined ? { user, password } : undefined;
    const account = { server: { host, port, security, credentials }, fromAddress };
    if (tellsPasswordInTheOpen(account.server)) throw identityErrors.mail_password_in_the_open();
    await context.mailSettings.set(account, actorOf({ caller, address }));
    await context.mails.retryNow();
    return presentSettings(account);
  },
});
