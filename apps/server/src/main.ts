import { parseArgs } from 'node:util';
import { printBanner } from './banner.ts';
import { explainStartError } from './explain-start-error.ts';
import { runServer } from './run-server.ts';
import { stopOnSignals } from './stop-on-signals.ts';

/** The process began before its first module was read. */
const startedAt = 0;

try {
  const { values } = parseArgs({ options: { demo: { type: 'boolean' }, quiet: { type: 'boolean' } } });
  const server = await runServer(process.env);
  const stopping = stopOnSignals(server);
  if (!values.quiet) {
    await printBanner({
      url: server.app.url,
      dataDir: server.dataDir,
      publicUrl: process.env.PUBLIC_URL || undefined,
      startedAt,
    });
  }
  process.send?.({
    ready: true,
    url: server.app.url,
    rpcUrl: server.app.rpcUrl,
    databaseUrl: server.engines.databaseUrl,
  });
  if (values.demo) {
    const { fillWithDemo } = await import('./demo/fill-with-demo.ts');
    await fillWithDemo({
      url: server.app.url,
      publicUrl: process.env.PUBLIC_URL || undefined,
      dataDir: server.dataDir,
      signal: stopping,
    });
  }
} catch (error) {
  process.stderr.write(`${explainStartError(error)}\n`);
  process.exit(1);
}
