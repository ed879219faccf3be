import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { exportSchema, presentExport } from './export-schemas.ts';

export const getExport = defineRoute({
  method: 'GET',
  path: '/api/v1/me/exports/latest',
  operationId: 'getExport',
  summary: 'The archive of mine that was asked for last, while it is there.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ export: exportSchema.nullable() }) },
  async handle(context: IdentityContext, { caller, reply }) {
    const row = await context.exports.findLatest(caller.accountId);
    reply.header('cache-control', 'no-store');
    return { export: row ? presentExport(row) : null };
  },
});
