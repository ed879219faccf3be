import { defineRoute, kernelErrors } from '@kinora/kernel';
import { MailRefused, MailServerFailed } from '@kinora/ports';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { testMail } from '../domain/account-mails.ts';
import { identityErrors } from '../errors.ts';
import { personOf } from '../store/links-store.ts';

export const sendTestMail = defineRoute({
  method: 'POST',
  path: '/api/v1/admin/mail/test',
  operationId: 'sendTestMail',
  summary: 'Send a mail to myself now, and say what the server said.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: z.object({ to: z.string() }) },
  errors: [
    'identity.mail_not_connected',
    'identity.mail_unreachable',
    'identity.mail_encryption',
    'identity.mail_credentials',
    'identity.mail_busy',
    'identity.mail_protocol',
    'identity.mail_refused',
  ],
  async handle(context: IdentityContext, { caller, signal }) {
    const [account, person, site] = await Promise.all([
      context.mailSettings.find(),
      context.accounts.find(caller.accountId),
      context.site(),
    ]);
    if (!person) throw kernelErrors.unauthenticated();
    if (!account) throw identityErrors.mail_not_connected();
    const { kind: _, ...mail } = await context.mails.compose(testMail(site, personOf(person)));
    const id = `${crypto.randomUUID()}@${account.fromAddress.split('@').at(-1)}`;
    const from = { name: site.name, address: account.fromAddress };
    try {
      await context.mailTransport.send(account.server, { ...mail, id, from }, { signal });
    } catch (cause) {
      if (cause instanceof MailRefused) throw identityErrors.mail_refused({ cause, message: said(cause) });
      if (!(cause instanceof MailServerFailed)) throw cause;
      throw identityErrors[`mail_${cause.problem}`]({ cause, message: said(cause) });
    }
    await context.mails.retryNow();
    return { to: person.email };
  },
});

const said = (error: Error) => `The mail server did not take it: ${error.message}`;
