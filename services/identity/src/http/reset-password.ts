import { defineRoute, REVOCATIONS_CHANNEL } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { hashPassword, isAcceptablePassword } from '../domain/password.ts';
import { identityErrors } from '../errors.ts';
import { limitPerHour } from './limit-per-hour.ts';

export const resetPassword = defineRoute({
  method: 'POST',
  path: '/api/v1/password-resets/confirmation',
  operationId: 'resetPassword',
  summary: 'Choose a new password with a link from a mail; all sessions end.',
  policy: 'own-token',
  body: z.strictObject({ token: z.string().max(100), newPassword: z.string() }),
  answers: { 200: z.object({ email: z.string() }) },
  errors: ['identity.link_invalid', 'identity.weak_password', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, address, reply }) {
    await limitPerHour(context, { what: 'link', by: address, most: 200 });
    if (!isAcceptablePassword(body.newPassword)) throw identityErrors.weak_password();
    const passwordHash = await hashPassword(body.newPassword);
    const account = await context.links.resetPassword(body.token, passwordHash, await context.site());
    await context.pubSub.publish(REVOCATIONS_CHANNEL, account.id);
    reply.header('cache-control', 'no-store');
    return { email: account.email };
  },
});
