import { z } from 'zod';

export const identityConfig = z.object({
  SESSION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Days after which an unused session ends.'),
  SIGNING_KEY_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe('Days after which a new key signs access tokens.'),
});
export type IdentityConfig = z.infer<typeof identityConfig>;
