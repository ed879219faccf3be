import { defineRoute, kernelErrors } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { importSchema, presentImport } from './import-fields.ts';

const position = z.object({ list: z.literal('imports'), accountId: z.string(), id: z.string() });

export const listImports = defineRoute({
  method: 'GET',
  path: '/api/v1/imports',
  operationId: 'listImports',
  summary: 'Files of mine that are fetched, or were, the newest first.',
  policy: 'account',
  scopes: ['read', 'upload'],
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(24),
    cursor: z.string().max(1000).optional(),
  }),
  answers: { 200: z.object({ items: z.array(importSchema), nextCursor: z.string().nullable() }) },
  errors: ['kernel.cursor_invalid'],
  async handle(context: UploadsContext, { query, caller }) {
    const { accountId } = caller;
    const after = query.cursor ? position.safeParse(context.cursors.decode(query.cursor)).data : undefined;
    if (query.cursor && after?.accountId !== accountId) throw kernelErrors.cursor_invalid();
    const rows = await context.imports.list(accountId, { limit: query.limit + 1, beforeId: after?.id });
    const page = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? page.at(-1) : undefined;
    return {
      items: page.map(presentImport),
      nextCursor: last ? context.cursors.encode({ list: 'imports', accountId, id: last.upload_id }) : null,
    };
  },
});
