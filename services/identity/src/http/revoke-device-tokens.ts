import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { endSession } from './end-session.ts';

export const revokeDeviceTokens = defineRoute({
  method: 'POST',
  path: '/api/v1/tokens/revoke',
  operationId: 'revokeDeviceTokens',
  summary: 'Log a device out by its refresh token; an unknown token is no error (RFC 7009 §2.2).',
  policy: 'own-token',
  body: z.object({ refreshToken: z.string().max(100) }),
  answers: { 204: null },
  async handle(context: IdentityContext, { body }) {
    const found = await context.sessions.findByRefreshToken(body.refreshToken);
    if (found) await endSession(context, { ...found, reason: 'log-out' });
  },
});
