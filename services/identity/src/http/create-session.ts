import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { credentials } from './account-fields.ts';
import { checkPassword } from './log-in.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { askSecondStep, secondStepAnswer } from './second-step.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';

export const createSession = defineRoute({
  method: 'POST',
  path: '/api/v1/sessions',
  operationId: 'createSession',
  summary: 'Log in with e-mail address and password; the session travels in a cookie.',
  policy: 'own-token',
  body: credentials,
  answers: { 201: accountAnswer, 202: secondStepAnswer },
  errors: ['identity.wrong_credentials', 'identity.too_many_attempts', 'identity.wrong_origin'],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    const account = await checkPassword(context, { ...body, address });
    const missing = await askSecondStep(context, account, 'browser');
    if (missing) {
      reply.code(202).header('cache-control', 'no-store');
      return missing;
    }
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});
