import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { limitPerHour } from './limit-per-hour.ts';

export const requestPasswordReset = defineRoute({
  method: 'POST',
  path: '/api/v1/password-resets',
  operationId: 'requestPasswordReset',
  summary: 'Have a link to choose a new password sent; the answer is the same whether there is an account or not.',
  policy: 'own-token',
  body: z.strictObject({ email: z.string().trim().min(1).max(254) }),
  answers: { 202: null },
  errors: ['identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, address, reply }) {
    await limitPerHour(context, { what: 'reset', by: address, most: 30 });
    await context.links.requestReset(body.email);
    reply.code(202);
  },
});
