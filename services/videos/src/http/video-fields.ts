import { z } from 'zod';
import { CATEGORIES, LICENCES } from '../domain/details.ts';
import { parseLanguage } from '../domain/language.ts';
import { tagKey } from '../domain/tag-key.ts';
import { VISIBILITIES } from '../domain/visibility.ts';

export const MOST_TAGS = 20;

export const titleField = z
  .string()
  .trim()
  .min(1, 'Give the video a title.')
  .max(100, 'The title may have at most 100 characters.');
export const descriptionField = z.string().max(5000, 'The description may have at most 5,000 characters.');
export const tagsField = z
  .array(z.string().trim().min(1).max(40, 'A tag may have at most 40 characters.'))
  .max(MOST_TAGS, 'A video may have at most 20 tags.')
  .transform((tags) => [...new Map(tags.map((tag) => [tagKey(tag), tag])).values()]);
export const visibilityField = z.enum(VISIBILITIES);
/** That opens a video; never answered. */
export const passwordField = z
  .string()
  .min(6, 'The password needs at least 6 characters.')
  .max(200, 'The password may have at most 200 characters.');
export const languageField = z
  .string()
  .max(35)
  .transform((tag, context) => {
    const language = parseLanguage(tag);
    if (language === undefined) context.addIssue({ code: 'custom', message: 'Give the language as a BCP 47 tag.' });
    return language ?? z.NEVER;
  });

/** What is said about a video besides its name, and what may be given to many at once. */
export const detailFields = {
  category: z.enum(CATEGORIES).nullable().optional(),
  /** In which most of it is spoken: BCP 47. */
  language: languageField.nullable().optional(),
  licence: z.enum(LICENCES).optional(),
  commentsAllowed: z.boolean().optional(),
  /** Whether others may download it. */
  downloadsAllowed: z.boolean().optional(),
  /** Not for people under 18. */
  mature: z.boolean().optional(),
};

export const tagQuery = z.string().max(100).transform(tagKey);

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(100).default(24),
  cursor: z.string().max(500).optional(),
};
