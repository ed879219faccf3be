import { z } from 'zod';

export const subscriptionsConfig = z.object({});
export type SubscriptionsConfig = z.infer<typeof subscriptionsConfig>;
