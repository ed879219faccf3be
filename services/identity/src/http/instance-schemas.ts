import { z } from 'zod';
import { logoPath } from '../domain/logo-path.ts';
import type { InstanceRow } from '../store/instance-store.ts';

/** What anybody may know of this site. */
export const instanceSchema = z.object({
  name: z.string(),
  logoUrl: z.string().nullable(),
  /** Hue of the accent in degrees; null as designed. */
  accentHue: z.int().nullable(),
  /** Markdown, of which pages show a small part. */
  about: z.string(),
  rules: z.string(),
  registration: z.enum(['open', 'approval', 'closed']),
  verifyToUpload: z.boolean(),
});

/** For those who look after it. */
export const instanceSettingsSchema = instanceSchema.extend({
  /** Where links in mail lead; `isFixed` by PUBLIC_URL. */
  links: z.object({ address: z.string(), isFixed: z.boolean() }),
});

export function presentInstance(row: InstanceRow): z.infer<typeof instanceSchema> {
  return {
    name: row.name,
    logoUrl: logoPath(row),
    accentHue: row.accent_hue,
    about: row.about,
    rules: row.rules,
    registration: row.registration,
    verifyToUpload: row.verify_to_upload,
  };
}
