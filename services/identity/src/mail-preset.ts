import { ConfigError } from '@kinora/kernel';
import type { IdentityConfig } from './config.ts';
import { type MailAccount, parseSmtpUrl, tellsPasswordInTheOpen } from './domain/mail-server.ts';

/** What the environment says about mail. Throws a sentence for whoever starts the server. */
export function mailPreset(config: IdentityConfig): MailAccount | undefined {
  if (config.SMTP_URL === undefined) return undefined;
  const server = parseSmtpUrl(config.SMTP_URL);
  if (tellsPasswordInTheOpen(server))
    throw new ConfigError([
      'SMTP_URL has a password and no encryption: anyone on the way could read it. Use smtps: or smtp: without more.',
    ]);
  const fromAddress = config.MAIL_FROM;
  if (fromAddress === undefined)
    throw new ConfigError(['SMTP_URL is set and MAIL_FROM is not: say which address mail is from.']);
  return { server, fromAddress };
}
