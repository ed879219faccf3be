import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';

/** A Node process that does nothing but run PostgreSQL, so that it can be killed. */
const [dataDir = '', mode] = process.argv.slice(2);
try {
  const postgres = await startEmbeddedPostgres({
    dataDir,
    log: ({ level, message }) => process.send?.({ kind: 'log', level, message }),
    onUnexpectedExit: ({ restarted }) =>
      void restarted.then(() => process.send?.({ kind: 'restarted', pid: postgres.pid, url: postgres.url })),
    ...(mode && { mode: mode as 'direct' | 'namespace' | 'nobody' }),
  });
  process.on('message', (message) => {
    if (message === 'stop') void postgres.stop().then(() => process.exit(0));
  });
  process.send?.({ kind: 'started', pid: postgres.pid, url: postgres.url, version: postgres.version });
} catch (error) {
  process.send?.({ kind: 'failed', message: (error as Error).message });
  process.disconnect?.();
}
