import { printBanner } from './banner.ts';
import { explainStartError } from './explain-start-error.ts';
import { runServer } from './run-server.ts';

const startedAt = 0;
const GRACE_MS = 10_000;

try {
  const server = await runServer(process.env);
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) process.exit(1);
    stopping = true;
    server.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        server.log.error({ err: error }, 'could not stop in order');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  process.on('unhandledRejection', (error) => {
    server.log.fatal({ err: error }, 'an error that nobody handles');
    stop('SIGTERM');
  });
  await printBanner(server, { publicUrl: process.env.PUBLIC_URL || undefined, startedAt });
  process.send?.({
    ready: true,
    url: server.app.url,
    rpcUrl: server.app.rpcUrl,
    databaseUrl: server.engines.databaseUrl,
  });
} catch (error) {
  process.stderr.write(`${explainStartError(error)}\n`);
  process.exit(1);
}
