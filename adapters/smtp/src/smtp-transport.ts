import { assertMailHeaders, MailRefused, type MailServer, MailServerFailed, type MailTransport } from '@kinora/ports';

export interface SmtpOptions {
  /** Certificates that are trusted beside the usual ones, as PEM. */
  ca?: string;
  /** For each step that waits for the server. */
  timeoutMs?: number;
}

/** SMTP by nodemailer: a connection for each mail, as a community sends few. */
export function createSmtpTransport({ ca, timeoutMs = 15_000 }: SmtpOptions = {}): MailTransport {
  return {
    async send(server, mail, { signal } = {}) {
      signal?.throwIfAborted();
      assertMailHeaders(mail);
      // Loaded with the first mail: many communities never send one.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({ ...connection(server, timeoutMs), tls: ca ? { ca } : {} });
      const close = () => transport.close();
      signal?.addEventListener('abort', close);
      try {
        await transport.sendMail({
          messageId: `<${mail.id}>`,
          from: mail.from,
          // As an object: a text would be read as a list of addresses.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        signal?.throwIfAborted();
        throw explain(error as SmtpError, server);
      } finally {
        signal?.removeEventListener('abort', close);
        close();
      }
    },
  };
}

function connection({ host, port, security, credentials }: MailServer, timeoutMs: number) {
  return {
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(credentials ? { auth: { user: credentials.user, pass: credentials.password } } : {}),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
}

interface SmtpError extends Error {
  code?: string;
  command?: string;
  /** RFC 5321 §4.2. */
  responseCode?: number;
  response?: string;
}

const UNREACHABLE = ['ECONNREFUSED', 'EDNS', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT', 'ECONNECTION'];
/** OpenSSL's and Node's names of certificates that are not believed, and of talk that is no TLS. */
const TLS = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO\b|wrong version number|ETLS|STARTTLS/i;

function explain(error: SmtpError, { host, port }: MailServer): Error {
  const { code = '', responseCode, message } = error;
  const said = (error.response ?? message).replaceAll(/\s+/g, ' ').slice(0, 300);
  const failed = (problem: ConstructorParameters<typeof MailServerFailed>[0], text: string) =>
    new MailServerFailed(problem, text, { cause: error });
  const because = (error.cause as SmtpError | undefined)?.code ?? '';
  if (code === 'EAUTH') return failed('credentials', said);
  if (TLS.test(code) || TLS.test(because) || TLS.test(message)) return failed('encryption', said);
  if (responseCode !== undefined && responseCode >= 500 && (code === 'EENVELOPE' || code === 'EMESSAGE'))
    return new MailRefused(said, { cause: error });
  if (responseCode !== undefined && responseCode >= 400 && responseCode < 500) return failed('busy', said);
  if (responseCode === undefined && (UNREACHABLE.includes(code) || code === 'ESOCKET' || because !== ''))
    return failed('unreachable', `${host}, port ${port}, does not answer (${said}).`);
  return failed('protocol', said);
}
