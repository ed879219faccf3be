import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { credentials } from './account-fields.ts';
import { checkPassword } from './log-in.ts';
import { deviceTokensSchema, presentAccount } from './present-account.ts';
import { askSecondStep, secondStepAnswer } from './second-step.ts';
import { signFor } from './sign-for.ts';

export const issueDeviceTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens',
  operationId: 'issueDeviceTokens',
  summary: 'Log in without cookies: an access token and a refresh token that rotates.',
  policy: 'own-token',
  body: credentials.extend({ deviceName: z.string().max(100).optional() }),
  answers: { 201: deviceTokensSchema, 202: secondStepAnswer },
  errors: ['identity.wrong_credentials', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, raw, reply, address }) {
    const account = await checkPassword(context, { ...body, address });
    const missing = await askSecondStep(context, account, 'device');
    if (missing) {
      reply.code(202).header('cache-control', 'no-store');
      return missing;
    }
    const userAgent = body.deviceName ?? raw.headers['user-agent'] ?? '';
    const { session, refreshToken } = await context.sessions.openDeviceSession(account, { userAgent, address });
    reply.code(201).header('cache-control', 'no-store');
    return { ...(await signFor(context, { account, session })), refreshToken, account: presentAccount(account) };
  },
});
