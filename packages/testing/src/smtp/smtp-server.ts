import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Address } from 'postal-mime';
import { eventually } from '../eventually.ts';

const PROCESS = fileURLToPath(new URL('./smtp-process.ts', import.meta.url));

export interface ArrivedMail {
  id: string;
  from: { name: string; address: string };
  /** Of the envelope. */
  to: string;
  subject: string;
  text: string;
  html: string;
}

export interface SmtpServerOptions {
  security?: 'tls' | 'starttls' | 'none';
  credentials?: { user: string; password: string };
}

/** An SMTP server that we did not write (smtp-server), in a process of its own. No mailbox `nobody@…`, a busy `later@…`. */
export async function startSmtpServer(options: SmtpServerOptions = {}): Promise<SmtpServer> {
  const server = new SmtpServer(options);
  await server.restart();
  return server;
}

export class SmtpServer implements AsyncDisposable {
  readonly host = '127.0.0.1';
  readonly #options: SmtpServerOptions;
  /** Of this one and those before it. */
  readonly mails: ArrivedMail[] = [];
  /** Stays the same through restarts. */
  port = 0;
  #child: ChildProcess | undefined;

  constructor(options: SmtpServerOptions) {
    this.#options = options;
  }

  async restart(): Promise<void> {
    await this.stop();
    const { security = 'none', credentials } = this.#options;
    const settings = {
      port: this.port,
      security,
      user: credentials?.user ?? null,
      password: credentials?.password ?? null,
    };
    const child = fork(PROCESS, [JSON.stringify(settings)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    this.#child = child;
    const listening = new Promise<number>((resolve) => {
      child.on('message', (message: { port: number } | { mail: string; to: string[] }) => {
        if ('port' in message) resolve(message.port);
        else void this.#keep(message);
      });
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`The mail server ended while it started (${code}).`);
    });
    this.port = await Promise.race([listening, ended]);
    ended.catch(() => {});
  }

  /** The newest to this address whose subject matches, once it has arrived. */
  arrived(to: string, subject = /./): Promise<ArrivedMail> {
    return eventually(`a mail to ${to} about ${subject}`, async () =>
      this.mails.findLast((mail) => mail.to === to && subject.test(mail.subject)),
    );
  }

  async #keep({ mail, to }: { mail: string; to: string[] }): Promise<void> {
    const parsed = await PostalMime.parse(Buffer.from(mail, 'base64'));
    const { name = '', address = '' } = (parsed.from ?? {}) as Partial<Extract<Address, { address?: string }>>;
    this.mails.push({
      id: (parsed.messageId ?? '').replace(/^<|>$/g, ''),
      from: { name, address },
      to: to.join(', '),
      subject: parsed.subject ?? '',
      text: parsed.text ?? '',
      html: parsed.html?.trimEnd() ?? '',
    });
  }

  /** SIGKILL: what it had not acknowledged is lost to it. */
  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }
}
