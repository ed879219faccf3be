import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { deviceTokensSchema, presentAccount } from './present-account.ts';
import { finishSecondStep, secondStepBody } from './second-step.ts';
import { signFor } from './sign-for.ts';

export const finishDeviceTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens/second-step',
  operationId: 'finishDeviceTokens',
  summary: 'Finish logging in without cookies with a code of the authenticator app, or a recovery code.',
  policy: 'own-token',
  body: secondStepBody.extend({ deviceName: z.string().max(100).optional() }),
  answers: { 201: deviceTokensSchema },
  errors: [
    'identity.challenge_over',
    'identity.wrong_code',
    'identity.too_many_attempts',
    'identity.wrong_credentials',
    'identity.suspended',
    'identity.awaiting_approval',
  ],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    const { challenge, code, deviceName } = body;
    const account = await finishSecondStep(context, { challenge, code, purpose: 'device', address });
    const userAgent = deviceName ?? raw.headers['user-agent'] ?? '';
    const { session, refreshToken } = await context.sessions.openDeviceSession(account, { userAgent, address });
    reply.code(201).header('cache-control', 'no-store');
    return { ...(await signFor(context, { account, session })), refreshToken, account: presentAccount(account) };
  },
});
