import { defineRoute, SCOPES } from '@kinora/kernel';
import type { UploadsContext } from '../context.ts';
import { describeTus } from './tus-request.ts';

export const describeUploads = defineRoute({
  method: 'OPTIONS',
  path: '/api/v1/uploads',
  operationId: 'describeUploads',
  summary: 'Version, extensions and limits of the tus server.',
  policy: 'public',
  scopes: SCOPES,
  answers: { 204: null },
  hidden: true,
  async handle(context: UploadsContext, { reply }) {
    describeTus({ reply }, context.config.UPLOAD_MAX_BYTES);
  },
});

export const describeUploadResource = defineRoute({
  method: 'OPTIONS',
  path: '/api/v1/uploads/:id',
  operationId: 'describeUploadResource',
  summary: 'The same, of one upload.',
  policy: 'public',
  scopes: SCOPES,
  answers: { 204: null },
  hidden: true,
  async handle(context: UploadsContext, { reply }) {
    describeTus({ reply }, context.config.UPLOAD_MAX_BYTES);
  },
});
