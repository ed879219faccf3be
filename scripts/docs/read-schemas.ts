import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';
import { dumpSchema, openPostgres } from '@kinora/adapter-postgres';
import { readMigrations } from '@kinora/kernel';
import { services } from '@kinora/server';
import type { ServiceSchema } from './schema-page.ts';

/** Migrates every service on a database of its own making and reads back what is there. */
export async function readSchemas(): Promise<ServiceSchema[]> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-schemas-'));
  const postgres = await startEmbeddedPostgres({
    dataDir: join(directory, 'postgres'),
    log: ({ level, message }) => {
      if (level !== 'info') process.stderr.write(`${message}\n`);
    },
  });
  const engine = openPostgres({ url: postgres.url, applicationName: 'kinora docs' });
  try {
    const schemas: ServiceSchema[] = [];
    for (const service of services) {
      if (!service.migrations) continue;
      const database = await engine.open({ service: service.name, maxConnections: 1 });
      await database.migrate(await readMigrations(service.migrations));
      schemas.push({ service: service.name, ...(await dumpSchema(database)) });
      await database.close();
    }
    return schemas;
  } finally {
    await engine.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  }
}
