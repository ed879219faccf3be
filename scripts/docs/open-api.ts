import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runServer, services } from '@kinora/server';
import { openTestDatabase } from '@kinora/testing';

/** The OpenAPI document as the running edge answers it, with its keys in order. */
export async function openApiDocument(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'kinora-openapi-'));
  const database = await openTestDatabase();
  const server = await runServer(
    { DATA_DIR: dataDir, DATABASE_URL: database.url, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'error' },
    services.filter((service) => service.name !== 'transcoding-worker').map((service) => service.name),
  );
  try {
    const response = await fetch(`${server.app.url}/api/openapi.json`);
    if (!response.ok) throw new Error(`The edge answered ${response.status} when asked for its description.`);
    const document = (await response.json()) as { paths: Record<string, unknown> };
    const paths = Object.fromEntries(Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1)));
    return `${JSON.stringify({ ...document, paths }, null, 2)}\n`;
  } finally {
    await server.stop();
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
