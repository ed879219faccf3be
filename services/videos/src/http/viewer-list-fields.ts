import { z } from 'zod';
import { isOneLine } from '../domain/one-line.ts';
import type { ListedRow } from '../store/viewer-lists-store.ts';

export const viewerListSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** How many it names. */
  people: z.number(),
  /** How many videos they may watch by it. */
  videos: z.number(),
});

export const viewerListParams = z.object({ id: z.string().max(40) });

export const viewerListNameField = z
  .string()
  .trim()
  .min(1, 'Give the list a name.')
  .max(60, 'The name may have at most 60 characters.')
  .refine(isOneLine, 'The name must be one line.');

export function presentViewerList({ id, name, people, videos }: ListedRow): z.infer<typeof viewerListSchema> {
  return { id, name, people: Number(people), videos: Number(videos) };
}
