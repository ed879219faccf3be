import { z } from 'zod';

export const identityConfig = z.object({
  INSTANCE_NAME: z
    .string()
    .max(60)
    .default('Kinora')
    .describe('Name of this installation in titles, link previews and mail, until one is set in the page.'),
  MAIL_FROM: z
    .email()
    .optional()
    .describe('Address that mail comes from. Needed with SMTP_URL; what is set in the page counts more.'),
  REGISTRATIONS_PER_HOUR: z.coerce
    .number()
    .int()
    .min(1)
    .default(100)
    .describe('Accounts that may be asked for from one address in an hour. A school behind one address may need more.'),
  SESSION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Days after which an unused session ends.'),
  SIGNING_KEY_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Days after which a new key signs access tokens.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'Mail server, such as smtps://user:password@mail.example.org. Under smtp: the connection is encrypted before anything is said, unless ?security=none. Unset: set in the page, or mail is read in its outbox there.',
    ),
});
export type IdentityConfig = z.infer<typeof identityConfig>;
