import { globalAgent } from 'node:http';
import { Readable } from 'node:stream';
import { defineRoute, passOn } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { uploadsErrors } from '../errors.ts';
import { readGrowing } from '../staging/read-growing.ts';
import { FORWARDED } from './own-upload.ts';
import { findForReader } from './upload-reader.ts';

export const readUpload = defineRoute({
  method: 'GET',
  path: '/api/v1/uploads/:id/bytes',
  operationId: 'readUpload',
  summary: 'The file from the start of a range on, while it arrives; cut off when the upload is given up.',
  policy: 'internal',
  params: z.object({ id: z.string().max(40) }),
  answers: { 200: null },
  errors: ['uploads.not_found', 'uploads.gone', 'uploads.owner_changing', 'uploads.reader_unknown'],
  hidden: true,
  async handle(context: UploadsContext, { params, caller, raw, reply, signal }) {
    const upload = await findForReader(context, params.id, caller);
    const isElsewhere = upload.owner_url !== context.ownUrl() && Number(upload.owner_until) > Date.now();
    if (isElsewhere && upload.owner_url && !raw.headers[FORWARDED]) {
      return passOn({
        request: raw,
        reply,
        url: upload.owner_url,
        agent: globalAgent,
        headers: { [FORWARDED]: '1' },
        unreachable: (cause) => uploadsErrors.owner_changing({ cause, retryAfterMs: 1000 }),
      });
    }
    const startBytes = Number(/^bytes=(\d{1,16})-$/.exec(raw.headers.range ?? '')?.[1] ?? 0);
    const bytes = Readable.from(readGrowing(context, { uploadId: upload.id, startBytes, signal }), {
      objectMode: false,
    });
    // The first bytes may be a while: the reader is told at once that they will come.
    reply.raw.once('pipe', () => reply.raw.flushHeaders());
    return reply
      .code(startBytes > 0 ? 206 : 200)
      .type('application/octet-stream')
      .header('cache-control', 'no-store')
      .send(bytes);
  },
});
