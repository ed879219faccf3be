import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';
import { startTestServer } from './test-database.ts';

/** The PostgreSQL of a whole test run: tells its address and an empty cluster to copy, and ends with whoever started it. */
const directory = await mkdtemp(join(tmpdir(), 'kinora-template-'));
const template = join(directory, 'postgres');
await (await startEmbeddedPostgres({ dataDir: template, log: () => {} })).stop();
process.env.TEST_DATABASE_TEMPLATE = template;
const { url, stop } = await startTestServer();

process.once('disconnect', () => {
  stop()
    .then(() => rm(directory, { recursive: true, force: true }))
    .then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The database of the tests does not stop: ${error}\n`);
        process.exit(1);
      },
    );
});
// Ctrl+C in a terminal reaches us too; our parent ends first.
process.on('SIGINT', () => {});
process.send?.({ url, template });
