import { z } from 'zod';

export const videosConfig = z.object({});
export type VideosConfig = z.infer<typeof videosConfig>;
