import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { LINK_MS, signExport } from '../domain/export-link.ts';
import { identityErrors } from '../errors.ts';

export const createExportLink = defineRoute({
  method: 'POST',
  path: '/api/v1/me/exports/latest/link',
  operationId: 'createExportLink',
  summary: 'An address to download my archive from; it works for ten minutes.',
  policy: 'account',
  scopes: [],
  answers: { 200: z.object({ url: z.string(), expiresAt: z.string() }) },
  errors: ['identity.export_not_found'],
  async handle(context: IdentityContext, { caller, reply }) {
    const row = await context.exports.findLatest(caller.accountId);
    if (row?.state !== 'ready') throw identityErrors.export_not_found();
    const expiresAtMs = Date.now() + LINK_MS;
    const token = signExport(context.exportSecret, { id: row.id, expiresAtMs });
    reply.header('cache-control', 'no-store');
    return { url: `/api/v1/exports/${row.id}/${token}`, expiresAt: new Date(expiresAtMs).toISOString() };
  },
});
