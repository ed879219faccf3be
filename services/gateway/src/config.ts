import { z } from 'zod';

export const gatewayConfig = z.object({
  WEB_DIR: z.string().optional().describe('The built web app. Default: apps/web/dist of this installation.'),
  RATE_LIMIT_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    .default(1200)
    .describe('Requests to the API per address and minute; 0 for no limit.'),
});
export type GatewayConfig = z.infer<typeof gatewayConfig>;
