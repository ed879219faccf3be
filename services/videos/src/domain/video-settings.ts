import { z } from 'zod';
import { CATEGORIES, LICENCES } from './details.ts';
import { VISIBILITIES } from './visibility.ts';

/**
 * Everything of a video that another may begin with: not its title, its file, nor what is about one film alone. What a
 * template of another release lacks is as new videos have it.
 */
export const videoSettingsSchema = z.object({
  description: z.string().default(''),
  tags: z.array(z.string()).default([]),
  visibility: z.enum(VISIBILITIES).default('public'),
  /** With visibility `members`. */
  viewerListId: z.string().optional(),
  category: z.enum(CATEGORIES).nullable().default(null),
  language: z.string().nullable().default(null),
  licence: z.enum(LICENCES).default('all-rights-reserved'),
  commentsAllowed: z.boolean().default(true),
  downloadsAllowed: z.boolean().default(false),
  mature: z.boolean().default(false),
  channelId: z.string(),
});

export type VideoSettings = z.infer<typeof videoSettingsSchema>;
