import { z } from 'zod';
import type { ExportRow } from '../store/exports-store.ts';

export const exportSchema = z.object({
  id: z.string(),
  /** With the files that were uploaded. */
  withFilms: z.boolean(),
  /** `failed` for good: it may be asked for again. */
  state: z.enum(['waiting', 'ready', 'failed']),
  sizeBytes: z.number().nullable(),
  createdAt: z.string(),
  /** Until when it can be downloaded; null while it is made. */
  expiresAt: z.string().nullable(),
});

export function presentExport(row: ExportRow): z.infer<typeof exportSchema> {
  return {
    id: row.id,
    withFilms: row.with_films,
    state: row.state,
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  };
}
