import type { MailServer } from '@kinora/ports';

export interface MailAccount {
  server: MailServer;
  fromAddress: string;
}

const LOCAL = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** A password that anyone on the way could read is given to this machine only. */
export function tellsPasswordInTheOpen({ host, security, credentials }: MailServer): boolean {
  return security === 'none' && credentials !== undefined && !LOCAL.test(host);
}

/** `smtps://user:password@host:465` or `smtp://host:587`; `?security=none` for a relay on this machine. */
export function parseSmtpUrl(text: string): MailServer {
  const url = new URL(text);
  const asked = url.searchParams.get('security');
  const security = url.protocol === 'smtps:' ? 'tls' : asked === 'none' ? 'none' : 'starttls';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (security === 'tls' ? 465 : 587) : Number(url.port),
    security,
    credentials:
      url.username === ''
        ? undefined
        : { user: decodeURIComponent(url.username), password: decodeURIComponent(url.password) },
  };
}
