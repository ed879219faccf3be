import { z } from 'zod';

export const emailField = z
  .string()
  .trim()
  .max(254, 'The e-mail address is too long.')
  .refine((text) => z.email().safeParse(text).success, 'This is not an e-mail address.');

export const displayNameField = z
  .string()
  .trim()
  .min(1, 'Give a name.')
  .max(50, 'The name may have at most 50 characters.')
  // Control and direction characters could make one name look like another.
  .refine(
    (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text),
    'The name contains characters that cannot be shown.',
  );

/** Plain text; lines are kept, what else cannot be shown is refused. */
export const bioField = z
  .string()
  .trim()
  .max(500, 'At most 500 characters.')
  .refine(
    (text) => !/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u.test(text),
    'The text contains characters that cannot be shown.',
  );

const MOST_INTERESTS = 20;

/** Each once, in whatever case. */
export const interestsField = z
  .array(
    z
      .string()
      .trim()
      .min(1)
      .max(40, 'An interest may have at most 40 characters.')
      .refine(
        (text) => !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text),
        'An interest contains characters that cannot be shown.',
      ),
  )
  .max(MOST_INTERESTS, 'At most 20 interests.')
  .transform((texts) => [...new Map(texts.map((text) => [text.toLowerCase(), text])).values()]);

/** A wish: channels gives a similar one when it is taken by then. */
export const handleField = z
  .string()
  .trim()
  .regex(
    /^[\p{L}\p{N}](?:[\p{L}\p{N}._-]{1,28})[\p{L}\p{N}]$/u,
    'Use 3 to 30 letters, digits, dots, hyphens or underscores.',
  );

export const credentials = z.object({ email: z.string().max(254), password: z.string().max(200) });

/** How many sessions an operation has ended. */
export const endedAnswer = z.object({ ended: z.int().min(0) });
