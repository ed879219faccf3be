import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { importSchema, presentImport } from './import-fields.ts';

export const getImport = defineRoute({
  method: 'GET',
  path: '/api/v1/imports/:id',
  operationId: 'getImport',
  summary: 'How far a file of mine is that is fetched; it is cancelled by deleting its video.',
  policy: 'account',
  scopes: ['read', 'upload'],
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: importSchema },
  errors: ['uploads.not_found'],
  async handle(context: UploadsContext, { params, caller }) {
    const row = await context.imports.find(params.id);
    if (!row || row.account_id !== caller.accountId) throw uploadsErrors.not_found();
    return presentImport(row);
  },
});
