import { z } from 'zod';
import { BELLS } from '../domain/bell.ts';

export const bellField = z.enum(BELLS);

export const subscriptionSchema = z.object({
  channelId: z.string(),
  subscribed: z.boolean(),
  /** Null for whoever does not follow it. */
  bell: bellField.nullable(),
  subscribers: z.number(),
});
