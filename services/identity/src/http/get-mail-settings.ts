import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { mailStateSchema, presentSettings } from './mail-schemas.ts';

export const getMailSettings = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/mail',
  operationId: 'getMailSettings',
  summary: 'Which mail server is connected, and how much mail waits.',
  policy: 'admin',
  scopes: ['admin'],
  answers: { 200: mailStateSchema },
  async handle(context: IdentityContext, { reply }) {
    const [account, summary] = await Promise.all([context.mailSettings.find(), context.mails.summary()]);
    reply.header('cache-control', 'no-store');
    return { settings: account ? presentSettings(account) : null, source: account?.source ?? 'none', ...summary };
  },
});
