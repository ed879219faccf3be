import { defineRoute, SCOPES } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';

export const getSetup = defineRoute({
  method: 'GET',
  path: '/api/v1/setup',
  operationId: 'getSetup',
  summary: 'Whether this Kinora still waits for its first administrator.',
  policy: 'public',
  scopes: SCOPES,
  answers: { 200: z.object({ needed: z.boolean() }) },
  async handle(context: IdentityContext) {
    return { needed: await context.accounts.isSetupNeeded() };
  },
});
