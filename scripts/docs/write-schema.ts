import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT, schemaFiles } from './pages.ts';

for (const [path, content] of await schemaFiles()) {
  await writeFile(join(ROOT, path), content);
  process.stdout.write(`${path}\n`);
}
