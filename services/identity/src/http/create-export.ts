import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { exportSchema, presentExport } from './export-schemas.ts';
import { limitPerHour } from './limit-per-hour.ts';

const PER_HOUR = 5;

export const createExport = defineRoute({
  method: 'POST',
  path: '/api/v1/me/exports',
  operationId: 'createExport',
  summary: 'Have an archive made of everything of mine; one before it is removed. A mail says when it is ready.',
  policy: 'account',
  scopes: [],
  body: z.strictObject({ withFilms: z.boolean().default(false) }),
  answers: { 202: exportSchema },
  errors: ['identity.export_under_way', 'identity.too_many_attempts'],
  async handle(context: IdentityContext, { caller, body, reply }) {
    await limitPerHour(context, { what: 'exports', by: caller.accountId, most: PER_HOUR });
    const row = await context.exports.create(caller.accountId, body);
    reply.code(202);
    return presentExport(row);
  },
});
