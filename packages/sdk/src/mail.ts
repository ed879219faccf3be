import type { Page, PageRequest } from './page.ts';
import type { Transport } from './transport.ts';

export interface MailSettings {
  host: string;
  port: number;
  security: 'tls' | 'starttls' | 'none';
  /** Null where the server asks for none. */
  user: string | null;
  fromAddress: string;
}

export interface MailState {
  /** Null: no server is connected, and mail waits to be read in the outbox. */
  settings: MailSettings | null;
  source: 'settings' | 'environment' | 'none';
  waiting: number;
  failed: number;
  /** Why the last attempt failed, while mail waits; `failure` is what the server said. */
  problem: string | null;
  failure: string | null;
}

export interface OutboxMail {
  id: string;
  kind: string;
  to: string;
  subject: string;
  state: 'waiting' | 'sent' | 'failed';
  attempts: number;
  createdAt: string;
  endedAt: string | null;
  failure: string | null;
}

/** For administrators. */
export function mailApi(transport: Transport) {
  return {
    state(signal?: AbortSignal): Promise<MailState> {
      return transport.json('/admin/mail', { signal });
    },
    /** Without a password the one that is known stays, for the same server and user. */
    connect(settings: MailSettings & { password?: string }): Promise<MailSettings> {
      return transport.json('/admin/mail', { method: 'PUT', json: settings });
    },
    async disconnect(): Promise<void> {
      await transport.request('/admin/mail', { method: 'DELETE' });
    },
    /** To the administrator's own address, now; throws what the server said. */
    async sendTest(): Promise<string> {
      return (await transport.json<{ to: string }>('/admin/mail/test', { method: 'POST' })).to;
    },
    /** The latest first. */
    outbox(request: PageRequest & { state?: OutboxMail['state'] } = {}): Promise<Page<OutboxMail>> {
      const { signal, ...query } = request;
      return transport.json('/admin/mails', { query, signal });
    },
    /** Its text is there until it has been sent; that it was read is noted. */
    read(id: string): Promise<OutboxMail & { text: string | null }> {
      return transport.json(`/admin/mails/${encodeURIComponent(id)}/reading`, { method: 'POST' });
    },
    retry(id: string): Promise<OutboxMail> {
      return transport.json(`/admin/mails/${encodeURIComponent(id)}/retry`, { method: 'POST' });
    },
  };
}
