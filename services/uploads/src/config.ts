import { z } from 'zod';

export const uploadsConfig = z.object({
  UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(64 * 2 ** 30)
    .describe('Largest file that may be uploaded, in bytes.'),
  UPLOAD_EXPIRY_HOURS: z.coerce
    .number()
    .positive()
    .default(24)
    .describe('Hours after which an upload that does not move is given up.'),
  ACCOUNT_QUOTA_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('Room that the videos of one account may take, unless an administrator sets another; 0: any.'),
  SOURCE_RETENTION_DAYS: z.coerce
    .number()
    .min(0)
    .optional()
    .describe(
      'Days for which uploaded files are kept once their films are finished; 0: not at all. Unset: for ever, so that they can be processed again.',
    ),
  UPLOAD_STAGING_DIR: z
    .string()
    .optional()
    .describe(
      'Where files wait while they arrive; processes of the uploads service share it. Default: DATA_DIR/staging.',
    ),
});
export type UploadsConfig = z.infer<typeof uploadsConfig>;
