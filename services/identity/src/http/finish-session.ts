import { defineRoute } from '@kinora/kernel';
import type { IdentityContext } from '../context.ts';
import { accountAnswer, presentAccount } from './present-account.ts';
import { finishSecondStep, secondStepBody } from './second-step.ts';
import { assertSameOrigin, setSessionCookie } from './session-cookies.ts';

export const finishSession = defineRoute({
  method: 'POST',
  path: '/api/v1/sessions/second-step',
  operationId: 'finishSession',
  summary: 'Finish logging in with a code of the authenticator app, or a recovery code.',
  policy: 'own-token',
  body: secondStepBody,
  answers: { 201: accountAnswer },
  errors: [
    'identity.challenge_over',
    'identity.wrong_code',
    'identity.too_many_attempts',
    'identity.wrong_origin',
    'identity.wrong_credentials',
    'identity.suspended',
    'identity.awaiting_approval',
  ],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    assertSameOrigin(context, { raw });
    const account = await finishSecondStep(context, { ...body, purpose: 'browser', address });
    const device = { userAgent: raw.headers['user-agent'] ?? '', address };
    const { token } = await context.sessions.openBrowserSession(account, device);
    setSessionCookie(context, { raw, reply }, token);
    reply.code(201).header('cache-control', 'no-store');
    return { account: presentAccount(account) };
  },
});
