import { z } from 'zod';
import { parseNetworks } from '../outbound/public-address.ts';

const port = z.coerce.number().int().min(0).max(65_535);

/** Settings of every process. Each service adds a section of its own. */
export const appConfigSchema = z.object({
  HOST: z.string().default('0.0.0.0').describe('Address to listen on.'),
  PORT: port.default(8080).describe('Port of the web page, the API and media. 0 takes any free one.'),
  RPC_PORT: port.optional().describe('Port for calls between services. Unset: no other process calls this one.'),
  DATA_DIR: z.string().default('./data').describe('Where everything is kept: database, videos, keys.'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('Address that people use, when it is not the one listened on: links, cookies and origins follow it.'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .describe('Addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas.'),
  OUTBOUND_ALLOW: z
    .string()
    .default('')
    .refine(isNetworkList, 'Addresses or networks (10.1.0.0/16), separated by commas; no names.')
    .describe(
      'Addresses or networks that the server may ask though they are not public, separated by commas: a provider of log-ins beside it, for example. All others that are not public are refused.',
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least important lines that are logged.'),
  SERVICE_KEYS_DIR: z
    .string()
    .optional()
    .describe('Keys by which services prove who they are. Default: DATA_DIR/keys.'),
  SECRETS_DIR: z.string().optional().describe('Generated secrets. Default: DATA_DIR/secrets.'),
  BLOB_GRACE_SECONDS: z.coerce
    .number()
    .min(0)
    .default(60)
    .describe('How long stored files that nothing refers to any more are left to those who still read or write them.'),
  STORAGE_RESERVE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(2 ** 30)
    .describe('Room that is left on the disk for the database: with less, no upload and no processing begins.'),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe('Bearer token for /metrics. Without it only this machine may read them.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url()
    .optional()
    .describe(
      'Where traces go (OTLP over HTTP, as JSON), each service under its name: kinora-videos. Unset: no traces.',
    ),
});
export type AppConfig = z.infer<typeof appConfigSchema>;

function isNetworkList(list: string): boolean {
  try {
    parseNetworks(list);
    return true;
  } catch {
    return false;
  }
}

/** `VIDEOS_URL` and `VIDEOS_RPC_URL`: where a peer's process listens. */
export function peerVariables(service: string): { http: string; rpc: string } {
  const name = service.replaceAll('-', '_').toUpperCase();
  return { http: `${name}_URL`, rpc: `${name}_RPC_URL` };
}
