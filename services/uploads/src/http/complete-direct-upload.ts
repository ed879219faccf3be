import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { partCount } from '../domain/direct-parts.ts';
import { uploadsErrors } from '../errors.ts';
import { findDirectUpload, multipartOf } from './direct-upload-fields.ts';

export const completeDirectUpload = defineRoute({
  method: 'POST',
  path: '/api/v1/direct-uploads/:id/completion',
  operationId: 'completeDirectUpload',
  summary: 'All parts of a file of mine are there: it becomes one file and is processed.',
  policy: 'account',
  scopes: ['upload'],
  params: z.object({ id: z.string().max(40) }),
  body: z.strictObject({
    parts: z
      .array(z.strictObject({ number: z.number().int().min(1).max(10_000), etag: z.string().min(1).max(200) }))
      .min(1)
      .max(10_000),
  }),
  bodyLimitBytes: 4_000_000,
  answers: { 202: null },
  errors: [
    'uploads.not_found',
    'uploads.gone',
    'uploads.refused',
    'uploads.parts_missing',
    'uploads.already_running',
    'kernel.body_too_large',
  ],
  async handle(context: UploadsContext, { params, body, caller, reply }) {
    const { upload, direct } = await findDirectUpload(context, params.id, caller);
    reply.code(202);
    if (direct.parts !== null) return;
    const count = partCount({ sizeBytes: Number(upload.size_bytes), partBytes: Number(direct.part_bytes) });
    const sent = await context.blobs.listParts(multipartOf(upload, direct));
    const etags = new Map(sent.map(({ part, etag }) => [part, etag]));
    const named = new Map(body.parts.map(({ number, etag }) => [number, etag.replace(/^"|"$/g, '')]));
    const parts = Array.from({ length: count }, (_, index) => ({ part: index + 1, etag: named.get(index + 1) ?? '' }));
    const isWhole = named.size === count && parts.every(({ part, etag }) => etag !== '' && etags.get(part) === etag);
    if (!isWhole) throw uploadsErrors.parts_missing();
    if (!(await context.direct.finish(upload.id, parts))) throw uploadsErrors.already_running();
    context.wakeFinisher();
  },
});
