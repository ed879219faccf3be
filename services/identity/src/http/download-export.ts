import { defineRoute } from '@kinora/kernel';
import { BlobNotFound } from '@kinora/ports';
import { z } from 'zod';
import type { IdentityContext } from '../context.ts';
import { isSignedExport } from '../domain/export-link.ts';
import { identityErrors } from '../errors.ts';

export const downloadExport = defineRoute({
  method: 'GET',
  path: '/api/v1/exports/:id/:token',
  operationId: 'downloadExport',
  summary: 'An archive, to whoever was given its address; in parts where a part is asked for.',
  policy: 'own-token',
  params: z.object({ id: z.string().max(40), token: z.string().max(200) }),
  answers: { 200: null, 206: null },
  errors: ['identity.export_not_found'],
  hidden: true,
  async handle(context: IdentityContext, { params, raw, reply }) {
    const { id, token } = params;
    if (!isSignedExport(context.exportSecret, { id, token, nowMs: Date.now() }))
      throw identityErrors.export_not_found();
    const row = await context.exports.find(id);
    if (row?.state !== 'ready' || row.blob_key === null) throw identityErrors.export_not_found();
    const size = Number(row.size_bytes);
    const start = firstByte(raw.headers.range, size);
    try {
      const body = await context.blobs.read(row.blob_key, { start });
      if (start > 0) reply.code(206).header('content-range', `bytes ${start}-${size - 1}/${size}`);
      return reply
        .type('application/zip')
        .header('content-length', size - start)
        .header('content-disposition', `attachment; filename="kinora-${row.created_at.toISOString().slice(0, 10)}.zip"`)
        .header('accept-ranges', 'bytes')
        .header('cache-control', 'private, no-store')
        .header('x-content-type-options', 'nosniff')
        .serializer((payload: unknown) => payload as string)
        .send(body);
    } catch (cause) {
      if (cause instanceof BlobNotFound) throw identityErrors.export_not_found({ cause });
      throw cause;
    }
  },
});

/** Browsers go on where a download broke off; any other range is answered with all of it (RFC 9110 §14.2). */
function firstByte(range: string | undefined, size: number): number {
  const start = Number(/^bytes=(\d{1,15})-$/.exec(range ?? '')?.[1] ?? 0);
  return start < size ? start : 0;
}
