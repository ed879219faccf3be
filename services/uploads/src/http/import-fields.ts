import { z } from 'zod';
import type { ImportView } from '../store/imports-store.ts';

export const importSchema = z.object({
  id: z.string(),
  videoId: z.string(),
  url: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  receivedBytes: z.number(),
  state: z.enum(['waiting', 'done', 'failed', 'cancelled']),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  createdAt: z.string(),
});

export function presentImport(row: ImportView): z.infer<typeof importSchema> {
  const cancelled = row.state === 'waiting' && row.upload_state === 'abandoned';
  return {
    id: row.upload_id,
    videoId: row.video_id,
    url: row.url,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    receivedBytes: row.received_bytes,
    state: cancelled ? 'cancelled' : row.state,
    failure: row.failure_code === null ? null : { code: row.failure_code, message: row.failure_message ?? '' },
    createdAt: row.created_at.toISOString(),
  };
}
