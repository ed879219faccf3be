import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { architecturePart, serviceFolder } from './architecture.ts';
import { configurationPage, environmentExample } from './configuration.ts';
import { replaceBetween } from './markers.ts';
import { openApiDocument } from './open-api.ts';
import { readSchemas } from './read-schemas.ts';
import { schemaPage } from './schema-page.ts';
import { serviceFacts } from './service-facts.ts';
import { serviceReadme } from './service-readme.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Pages that follow from the code alone: path → content. */
export async function generatedPages(): Promise<Map<string, string>> {
  const pages = new Map<string, string>([
    ['docs/configuration.md', configurationPage()],
    ['.env.example', environmentExample()],
    ['docs/openapi.json', await openApiDocument()],
    ['ARCHITECTURE.md', replaceBetween(await read('ARCHITECTURE.md'), 'architecture', architecturePart())],
  ]);
  for (const service of serviceFacts()) {
    const path = `services/${serviceFolder(service.name)}/README.md`;
    pages.set(path, serviceReadme(pages.get(path) ?? (await read(path)), service));
  }
  return pages;
}

/** Pages that follow from the database after its migrations. */
export async function schemaFiles(): Promise<Map<string, string>> {
  const schemas = await readSchemas();
  return new Map([
    ['docs/schema.md', schemaPage(schemas)],
    ...schemas.map(({ service, text }) => [`services/${service}/src/store/schema.sql`, text] as const),
  ]);
}

export function read(path: string): Promise<string> {
  return readFile(join(ROOT, path), 'utf8');
}
