import { z } from 'zod';

export const playbackConfig = z.object({
  MEDIA_CACHE_MB: z.coerce.number().int().min(0).max(65_536).default(96).describe('Memory for hot segments, in MiB.'),
  EDGE_AUTH_CACHE_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .default(0)
    .describe(
      'How long a proxy in front keeps the permission to serve a media key: 1000 with the NGINX configuration of ours.',
    ),
});
export type PlaybackConfig = z.infer<typeof playbackConfig>;
