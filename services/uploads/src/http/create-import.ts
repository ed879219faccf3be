import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { describeRemoteFile } from '../domain/remote-file.ts';
import { cleanFileName, titleFromFileName } from '../domain/tus.ts';
import { uploadsErrors } from '../errors.ts';
import { importSchema, presentImport } from './import-fields.ts';
import { assertWelcome, openUpload } from './open-upload.ts';

/** Of one account, on their way at once. */
const MOST_WAITING = 50;
/** In which the other server has to say what it has. */
const ANSWER_MS = 15_000;

export const createImport = defineRoute({
  method: 'POST',
  path: '/api/v1/imports',
  operationId: 'createImport',
  summary: 'Fetch a file from its address, as an upload of mine; without a video a private draft is made for it.',
  policy: 'creator',
  scopes: ['upload'],
  idempotent: true,
  body: z.strictObject({
    url: z.string().trim().min(1).max(2000),
    videoId: z.string().max(40).optional(),
  }),
  answers: { 201: importSchema },
  errors: [
    'outbound.address_refused',
    'outbound.too_many_redirects',
    'outbound.too_large',
    'outbound.too_slow',
    'outbound.failed',
    'uploads.import_no_size',
    'uploads.import_web_page',
    'uploads.import_not_there',
    'uploads.too_many_imports',
    'uploads.too_large',
    'uploads.quota_exceeded',
    'uploads.storage_full',
    'uploads.already_running',
    'videos.not_found',
    'videos.channel_not_yours',
  ],
  async handle(context: UploadsContext, { body, caller, reply, signal }) {
    const { accountId } = caller;
    if ((await context.imports.countWaiting(accountId)) >= MOST_WAITING) throw uploadsErrors.too_many_imports();
    const file = await look(context, body.url, signal);
    await assertWelcome(context, { accountId, sizeBytes: file.sizeBytes });
    const { videoId } = await context.videos.authorizeUpload({
      accountId,
      videoId: body.videoId ?? '',
      title: titleFromFileName(file.fileName),
    });
    const { fileName, sizeBytes, validator } = file;
    const upload = await openUpload(context, {
      videoId,
      accountId,
      fileName,
      sizeBytes,
      replaces: false,
      again: false,
    });
    await context.imports.create({ uploadId: upload.id, accountId, url: body.url, validator });
    context.wakeImporter();
    const made = await context.imports.find(upload.id);
    if (!made) throw uploadsErrors.not_found();
    reply.code(201).header('location', `/api/v1/imports/${upload.id}`);
    return presentImport(made);
  },
});

async function look(context: UploadsContext, url: string, signal: AbortSignal) {
  const answer = await context.outbound.fetch(url, {
    headers: { range: 'bytes=0-0' },
    maxBytes: context.config.UPLOAD_MAX_BYTES,
    timeoutMs: ANSWER_MS,
    signal,
  });
  answer.body.destroy();
  if (answer.status !== 200 && answer.status !== 206) throw uploadsErrors.import_not_there();
  const { sizeBytes, fileName, ...file } = describeRemoteFile(answer);
  if (file.isWebPage) throw uploadsErrors.import_web_page();
  if (sizeBytes === undefined) throw uploadsErrors.import_no_size();
  return { ...file, sizeBytes, fileName: cleanFileName(fileName) };
}
