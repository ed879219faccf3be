import type { Log } from '@kinora/kernel';
import { MailRefused, MailServerFailed, type MailTransport } from '@kinora/ports';
import type { MailSettings } from './store/mail-settings.ts';
import type { MailRow, MailsStore } from './store/mails-store.ts';

export interface MailSending {
  mails: MailsStore;
  settings: MailSettings;
  transport: MailTransport;
  siteName: () => Promise<string>;
  log: Log;
}

/** Sends the mail whose turn it is. True when there may be another; 'quiet' when none waits, or no server is known. */
export async function sendNextMail(sending: MailSending, signal: AbortSignal): Promise<true | 'quiet' | undefined> {
  const { mails, settings } = sending;
  const account = await settings.find();
  if (!account) return 'quiet';
  const row = await mails.takeNext();
  if (!row) return (await mails.nextDueMs()) === undefined ? 'quiet' : undefined;
  const content = mails.open(row);
  if (!content) throw new Error(`The mail ${row.id} has no text.`);
  try {
    await sending.transport.send(
      account.server,
      {
        id: `${row.id}@${account.fromAddress.split('@').at(-1)}`,
        from: { name: await sending.siteName(), address: account.fromAddress },
        to: row.to_address,
        subject: row.subject,
        ...content,
      },
      { signal },
    );
  } catch (error) {
    if (signal.aborted) throw error;
    await noteFailure(sending, row, error);
    return true;
  }
  await mails.markSent(row);
  return true;
}

async function noteFailure({ mails, log }: MailSending, row: MailRow, error: unknown): Promise<void> {
  if (error instanceof MailServerFailed) {
    log.warn({ problem: error.problem, attempts: row.attempts }, 'the mail server did not take a mail');
    await mails.postpone(row, { problem: error.problem, failure: error.message });
    return;
  }
  if (!(error instanceof MailRefused) && !(error instanceof TypeError)) throw error;
  log.warn({ kind: row.kind }, 'a mail was refused for good');
  await mails.markFailed(row, error.message);
}
