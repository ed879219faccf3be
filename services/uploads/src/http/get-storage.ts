import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { freeBytes } from '../staging/room.ts';

export const getStorage = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/storage',
  operationId: 'getStorage',
  summary: 'How much room there is for files that arrive, and what is left to the database.',
  policy: 'admin',
  answers: {
    200: z.object({
      freeBytes: z.number(),
      /** With less than this free nothing new begins. */
      reserveBytes: z.number(),
      /** To uploads that are under way: what of them has not arrived yet. */
      promisedBytes: z.number(),
      isFull: z.boolean(),
      defaultQuotaBytes: z.number().nullable(),
    }),
  },
  async handle(context: UploadsContext, { reply }) {
    const { config, reserveBytes } = context;
    const free = await freeBytes(context);
    const { toArrive } = await context.uploads.promised();
    reply.header('cache-control', 'no-store');
    return {
      freeBytes: free,
      reserveBytes,
      promisedBytes: toArrive,
      isFull: free < reserveBytes,
      defaultQuotaBytes: config.ACCOUNT_QUOTA_BYTES || null,
    };
  },
});
