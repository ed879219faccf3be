import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import { leastFree, unpromisedBytes } from '../domain/room.ts';
import { measureDisks } from '../staging/room.ts';

export const getStorage = defineRoute({
  method: 'GET',
  path: '/api/v1/admin/storage',
  operationId: 'getStorage',
  summary: 'How much room there is for files that arrive, and what is left to the database.',
  policy: 'admin',
  scopes: ['admin'],
  answers: {
    200: z.object({
      freeBytes: z.number(),
      /** Left to the database: no upload is promised any of it. */
      reserveBytes: z.number(),
      /** To uploads that have moved within the hour: what of them has not arrived yet. */
      promisedBytes: z.number(),
      /** What another upload may have. */
      unpromisedBytes: z.number(),
      /** Less is free than is left to the database: nothing new begins, whatever was promised. */
      isFull: z.boolean(),
      defaultQuotaBytes: z.number().nullable(),
    }),
  },
  async handle(context: UploadsContext, { reply }) {
    const { reserveBytes } = context;
    const disks = await measureDisks(context);
    const free = leastFree(disks);
    const promised = await context.uploads.promised();
    reply.header('cache-control', 'no-store');
    return {
      freeBytes: free,
      reserveBytes,
      promisedBytes: promised.toArrive,
      unpromisedBytes: Math.max(0, unpromisedBytes(disks, promised) - reserveBytes),
      isFull: free < reserveBytes,
      defaultQuotaBytes: await context.quotas.readDefault(),
    };
  },
});
