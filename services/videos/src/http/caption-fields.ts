import { z } from 'zod';
import { parseLanguage } from '../domain/language.ts';
import { isOneLine } from '../domain/one-line.ts';

export const languageField = z.string().transform((tag, context) => {
  const language = parseLanguage(tag);
  if (language !== undefined) return language;
  context.addIssue({ code: 'custom', message: 'Name the language by its BCP 47 tag, such as de or pt-BR.' });
  return z.NEVER;
});

/** Beside a body that is the file itself. */
export const captionQuery = {
  label: z
    .string()
    .trim()
    .max(60, 'The name may have at most 60 characters.')
    .refine(isOneLine, 'The name is one line of text.')
    .optional(),
  isDefault: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .optional(),
};

export const captionParams = z.object({ id: z.string().max(40), language: languageField });

/** The file as it is, whatever a browser calls it. */
export const captionBody = {
  rawBody: {
    types: ['text/vtt', 'application/x-subrip', 'text/plain', 'application/octet-stream'],
    as: 'buffer',
  },
  bodyLimitBytes: 4 * 2 ** 20,
} as const;
