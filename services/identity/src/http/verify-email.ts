import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { limitPerHour } from './limit-per-hour.ts';

export const verifyEmail = defineRoute({
  method: 'POST',
  path: '/api/v1/email-verifications',
  operationId: 'verifyEmail',
  summary: 'Confirm an address with the link that was sent to it; a new address counts from then on.',
  policy: 'own-token',
  body: z.strictObject({ token: z.string().max(100) }),
  answers: { 200: z.object({ email: z.string() }) },
  errors: ['identity.link_invalid', 'identity.email_taken', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { body, address, reply }) {
    await limitPerHour(context, { what: 'link', by: address, most: 200 });
    const { email } = await context.links.confirmAddress(body.token);
    reply.header('cache-control', 'no-store');
    return { email };
  },
});
