import { z } from 'zod';

export const channelsConfig = z.object({});
export type ChannelsConfig = z.infer<typeof channelsConfig>;
