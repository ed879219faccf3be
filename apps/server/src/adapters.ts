import { join } from 'node:path';
import { ConfigError, type Engines, type Environment, type Log, readConfig, readSecret } from '@kinora/kernel';
import { createMemoryCache, createMemoryPubSub, type EventBus, type PubSub } from '@kinora/ports';
import { z } from 'zod';

/** One setting per port chooses its engine, by URL; unset means the default. */
export const enginesConfigSchema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('PostgreSQL 15 or newer. Unset: an embedded one in DATA_DIR.'),
  DATABASE_DIRECT_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .describe('The same database past any transaction pooler. Default: DATABASE_URL.'),
  DATABASE_MAX_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(20)
    .describe('Connections of this process for the data of its services together.'),
  EVENT_BUS_URL: z.url().optional().describe('Unset: a durable log in the database.'),
  CACHE_URL: z.url().optional().describe('Unset: memory.'),
  WATCH_LOG_URL: z.url().optional().describe('Who watched what, how far. Unset: a table in the database.'),
  BLOB_URL: z.url().optional().describe('Where sources and segments are kept. Unset: files in DATA_DIR.'),
});
export const enginesSection = { name: 'engines', schema: enginesConfigSchema };

export interface OpenedEngines extends Engines {
  /** Of the database that this process uses, for its children; superuser when embedded. */
  databaseUrl: string;
  close(): Promise<void>;
}

/** The only place that knows which technologies exist; each is loaded when the configuration asks for it. */
export async function openEngines(options: {
  environment: Environment;
  dataDir: string;
  secretsDir: string;
  log: Log;
}): Promise<OpenedEngines> {
  const { dataDir, log } = options;
  const config = readConfig([enginesSection], options.environment).get('engines') as z.infer<
    typeof enginesConfigSchema
  >;
  const unknown = Object.entries({
    EVENT_BUS_URL: config.EVENT_BUS_URL,
    CACHE_URL: config.CACHE_URL,
    WATCH_LOG_URL: config.WATCH_LOG_URL,
  })
    .filter(([, url]) => url !== undefined)
    .map(([name, url]) => `${name} is ${url}: there is no engine for this address yet. Leave it unset.`);
  if (config.BLOB_URL && !config.BLOB_URL.startsWith('file:')) {
    unknown.push(
      `BLOB_URL is ${config.BLOB_URL}: only file: addresses are known. Leave it unset for files in DATA_DIR.`,
    );
  }
  if (unknown.length > 0) throw new ConfigError(unknown);

  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const { openPostgres, createPostgresEventBus, createPostgresPubSub, createPostgresWatchLog } = await import(
      '@kinora/adapter-postgres'
    );
    let { DATABASE_URL: url } = config;
    const shared = url !== undefined;
    if (!url) {
      const embedded = await startEmbedded(dataDir, log);
      closers.push(() => embedded.stop());
      url = embedded.url;
    }
    const directUrl = config.DATABASE_DIRECT_URL ?? url;
    const onError = (error: unknown) => log.warn({ err: error, engine: 'postgres' }, 'a database connection was lost');
    const database = openPostgres({
      url,
      directUrl,
      applicationName: 'kinora',
      maxConnections: config.DATABASE_MAX_CONNECTIONS,
      roleSecret: Buffer.from(await readSecret(options.secretsDir, 'database-roles')).toString('hex'),
      onWarning: (message) => log.warn({ engine: 'postgres' }, message),
      onError,
    });
    closers.push(() => database.close());
    const bus: EventBus = createPostgresEventBus({ url: directUrl, applicationName: 'kinora bus', onError });
    closers.push(() => bus.close());
    // A database of our own has no other process on it; on a shared one wake-ups travel by NOTIFY.
    const pubSub: PubSub = shared ? createPostgresPubSub({ url: directUrl }) : createMemoryPubSub();
    closers.push(() => pubSub.close());
    const watchLog = createPostgresWatchLog({ url, applicationName: 'kinora watch log', onError });
    closers.push(() => watchLog.close());
    const cache = createMemoryCache();
    closers.push(() => cache.close());
    const { createFilesystemBlobStore } = await import('@kinora/adapter-filesystem');
    const directory = config.BLOB_URL ? new URL(config.BLOB_URL).pathname : join(dataDir, 'blobs');
    const blobs = await createFilesystemBlobStore({
      directory,
      onError: (error) => log.warn({ err: error, engine: 'filesystem' }, 'half-written files could not be removed'),
    });
    closers.push(() => blobs.close());
    const { createSmtpTransport } = await import('@kinora/adapter-smtp');
    const mail = createSmtpTransport();
    return { database, bus, pubSub, cache, blobs, mail, watchLog, databaseUrl: directUrl, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One database for many processes: the one of the settings, else an embedded one that runs until `close`. */
export async function openSharedDatabase(options: {
  environment: Environment;
  dataDir: string;
  log: Log;
}): Promise<{ url: string; close(): Promise<void> }> {
  const { DATABASE_URL } = readConfig([enginesSection], options.environment).get('engines') as z.infer<
    typeof enginesConfigSchema
  >;
  if (DATABASE_URL) return { url: DATABASE_URL, close: async () => {} };
  const embedded = await startEmbedded(options.dataDir, options.log);
  return { url: embedded.url, close: () => embedded.stop() };
}

async function startEmbedded(dataDir: string, log: Log) {
  const { startEmbeddedPostgres } = await import('@kinora/adapter-embedded-postgres');
  return startEmbeddedPostgres({
    dataDir: join(dataDir, 'postgres'),
    log: ({ level, message }) => log[level]({ engine: 'postgres' }, message),
  });
}
