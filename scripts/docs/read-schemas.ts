import { dumpSchema, openPostgres } from '@kinora/adapter-postgres';
import { readMigrations } from '@kinora/kernel';
import { services } from '@kinora/server';
import { openTestDatabase } from '@kinora/testing';
import type { ServiceSchema } from './schema-page.ts';

/** Migrates every service on a database of its own making and reads back what is there. */
export async function readSchemas(): Promise<ServiceSchema[]> {
  const postgres = await openTestDatabase();
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
  }
}
