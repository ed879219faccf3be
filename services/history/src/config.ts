import { z } from 'zod';

export const historyConfig = z.object({});
export type HistoryConfig = z.infer<typeof historyConfig>;
