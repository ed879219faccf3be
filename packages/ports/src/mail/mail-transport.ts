/** Where mail is handed in. */
export interface MailServer {
  host: string;
  port: number;
  /** `tls` from the first byte, `starttls` before anything else is said, `none`: readable on the way. */
  security: 'tls' | 'starttls' | 'none';
  credentials: { user: string; password: string } | undefined;
}

export interface OutgoingMail {
  /** Of the message, without brackets; the same at each attempt, so that a repeat can be recognised. */
  id: string;
  from: { name: string; address: string };
  to: string;
  subject: string;
  text: string;
  html: string;
}

/**
 * Hands mail to a server that answers for it from then on. Resolving means that the server has taken it; a failure says
 * whether to try again: `MailRefused` is final and about this mail, `MailServerFailed` is about the server and says
 * nothing of the mail, which may even have been taken when the connection was lost after the last byte.
 */
export interface MailTransport {
  send(server: MailServer, mail: OutgoingMail, options?: { signal?: AbortSignal }): Promise<void>;
}

/** The server will never take this mail: no such mailbox, too large, unwanted. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
}

/**
 * `unreachable`: nobody answers there. `encryption`: no TLS, or a certificate that is not trusted. `credentials`: user
 * or password are wrong. `busy`: it asks to come again. `protocol`: what answers is no mail server, or refuses us.
 */
export type MailServerProblem = 'unreachable' | 'encryption' | 'credentials' | 'busy' | 'protocol';

export class MailServerFailed extends Error {
  override readonly name = 'MailServerFailed';
  readonly problem: MailServerProblem;
  constructor(problem: MailServerProblem, message: string, options?: ErrorOptions) {
    super(message, options);
    this.problem = problem;
  }
}

/** Throws TypeError where a header could be broken into two, whatever the engine would make of it. */
export function assertMailHeaders(mail: OutgoingMail): void {
  const headers = { id: mail.id, name: mail.from.name, from: mail.from.address, to: mail.to, subject: mail.subject };
  for (const [name, value] of Object.entries(headers)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    if (/[\u0000-\u001f\u007f\u2028\u2029]/.test(value)) throw new TypeError(`The ${name} of a mail is one line.`);
  }
  for (const address of [mail.from.address, mail.to]) {
    if (!/^[^\s<>,;:"()[\]\\@]+@[^\s<>,;:"()[\]\\@]+$/.test(address))
      throw new TypeError('The address of a mail is one address.');
  }
}
