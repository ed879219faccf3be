import { defineRoute } from '@kinora/kernel';
import { z } from 'zod';
import type { UploadsContext } from '../context.ts';
import type { Usage } from '../store/quota-store.ts';

const bytes = z.number().int().min(0);

export const usageSchema = z.object({
  usedBytes: bytes,
  /** Null: as much as there is room for. */
  quotaBytes: bytes.nullable(),
  /** Files as they were uploaded; those that still arrive count as a whole. */
  sourceBytes: bytes,
  renditionBytes: bytes,
  captionBytes: bytes,
});

export const getMyStorage = defineRoute({
  method: 'GET',
  path: '/api/v1/me/storage',
  operationId: 'getMyStorage',
  summary: 'How much room my videos take, and how much they may.',
  policy: 'account',
  scopes: ['read', 'upload'],
  answers: { 200: usageSchema.extend({ /** Of one file. */ maxFileBytes: bytes }) },
  async handle(context: UploadsContext, { caller, reply }) {
    reply.header('cache-control', 'no-store');
    const usage = presentUsage(await context.quotas.read(caller.accountId));
    return { ...usage, maxFileBytes: context.config.UPLOAD_MAX_BYTES };
  },
});

export function presentUsage(usage: Usage): z.infer<typeof usageSchema> {
  const { usedBytes, quotaBytes, sourceBytes, renditionBytes, captionBytes } = usage;
  return { usedBytes, quotaBytes, sourceBytes, renditionBytes, captionBytes };
}
