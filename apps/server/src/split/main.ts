import { parseArgs } from 'node:util';
import { type AppConfig, appConfigSchema, createLog, readConfig } from '@kinora/kernel';
import { printBanner } from '../banner.ts';
import { explainStartError } from '../explain-start-error.ts';
import { stopOnSignals } from '../stop-on-signals.ts';
import { startSplit } from './run-split.ts';

try {
  const { values } = parseArgs({ options: { demo: { type: 'boolean' } } });
  const config = readConfig([{ name: 'app', schema: appConfigSchema }], process.env).get('app') as AppConfig;
  const log = createLog({ level: config.LOG_LEVEL });
  const split = await startSplit({ environment: process.env, log });
  const stopping = stopOnSignals({ log, stop: () => split.stop() });
  await printBanner({
    url: split.url,
    dataDir: split.dataDir,
    publicUrl: process.env.PUBLIC_URL || undefined,
    startedAt: 0,
    processes: split.roles,
  });
  process.send?.({ ready: true, url: split.url, databaseUrl: split.databaseUrl });
  if (values.demo) {
    const { fillWithDemo } = await import('../demo/fill-with-demo.ts');
    await fillWithDemo({
      url: split.url,
      publicUrl: process.env.PUBLIC_URL || undefined,
      dataDir: split.dataDir,
      signal: stopping,
    });
  }
} catch (error) {
  process.stderr.write(`${explainStartError(error)}\n`);
  process.exit(1);
}
