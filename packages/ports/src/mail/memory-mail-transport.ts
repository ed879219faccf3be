import {
  assertMailHeaders,
  MailRefused,
  type MailServer,
  MailServerFailed,
  type MailTransport,
  type OutgoingMail,
} from './mail-transport.ts';

/** Servers that exist in this process only, by host. Mail to `nobody@…` is refused, as there is no such mailbox. */
export function createMemoryMailTransport(): MemoryMailTransport {
  return new MemoryMailTransport();
}

export class MemoryMailTransport implements MailTransport {
  readonly #servers = new Map<string, { credentials: MailServer['credentials']; taken: OutgoingMail[] }>();

  /** Opens a server; what it has taken is in the list that is answered. */
  open(host: string, credentials?: MailServer['credentials']): readonly OutgoingMail[] {
    const taken: OutgoingMail[] = [];
    this.#servers.set(host, { credentials, taken });
    return taken;
  }

  close(host: string): void {
    this.#servers.delete(host);
  }

  async send(server: MailServer, mail: OutgoingMail, options: { signal?: AbortSignal } = {}): Promise<void> {
    options.signal?.throwIfAborted();
    assertMailHeaders(mail);
    const there = this.#servers.get(server.host);
    if (!there) throw new MailServerFailed('unreachable', `${server.host} does not answer.`);
    const wanted = there.credentials;
    if (wanted && (wanted.user !== server.credentials?.user || wanted.password !== server.credentials.password))
      throw new MailServerFailed('credentials', 'User or password are wrong.');
    if (mail.to.startsWith('nobody@')) throw new MailRefused('There is no such mailbox.');
    there.taken.push(mail);
  }
}
