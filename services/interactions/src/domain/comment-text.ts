import { z } from 'zod';

export const LONGEST_TEXT = 10_000;

/** Plain text. Signs that turn the direction of what follows stay within it. */
export const textField = z
  .string()
  .max(LONGEST_TEXT * 2)
  .transform(cleanText)
  .refine((text) => text.length > 0, 'Write something first.')
  .refine((text) => text.length <= LONGEST_TEXT, 'A comment may have at most 10,000 characters.');

/** One kind of line ends, no more than one empty line in a row, no control characters, nothing around it. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .replaceAll(/[^\S\n]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
