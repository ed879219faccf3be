import { z } from 'zod';
import { textField } from '../domain/comment-text.ts';
import { REPORT_REASONS } from '../domain/report.ts';

export const reportBody = z.strictObject({
  reason: z.enum(REPORT_REASONS),
  /** What whoever looks at it should know. */
  note: z
    .union([z.literal(''), textField.refine((text) => text.length <= 1000, 'At most 1,000 characters.')])
    .default(''),
});
