import { z } from 'zod';
import { VISIBILITIES } from '../domain/visibility.ts';

export const titleField = z
  .string()
  .trim()
  .min(1, 'Give the video a title.')
  .max(100, 'The title may have at most 100 characters.');
export const descriptionField = z.string().max(5000, 'The description may have at most 5,000 characters.');
export const tagsField = z
  .array(z.string().trim().min(1).max(40, 'A tag may have at most 40 characters.'))
  .max(20, 'A video may have at most 20 tags.')
  .transform((tags) => [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()]);
export const visibilityField = z.enum(VISIBILITIES);

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(500).optional(),
};
