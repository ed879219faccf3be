import { z } from 'zod';
import type { CaptionRow } from '../store/captions-store.ts';

export const captionTrackSchema = z.object({
  language: z.string(),
  label: z.string(),
  isDefault: z.boolean(),
  version: z.number(),
  cues: z.number(),
  updatedAt: z.string(),
});

export function presentCaptions(row: CaptionRow): z.infer<typeof captionTrackSchema> {
  return {
    language: row.language,
    label: row.label,
    isDefault: row.is_default,
    version: Number(row.version),
    cues: row.cues,
    updatedAt: row.updated_at.toISOString(),
  };
}

/** As If-Match takes it. */
export function captionEtag(row: CaptionRow): string {
  return `"${row.version}"`;
}
