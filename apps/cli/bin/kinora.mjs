#!/usr/bin/env node
// Runs on Node 20 and newer; the program itself needs Node 24, which npm brought along where the system has none.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(realpathSync(fileURLToPath(import.meta.url)));
const main = join(here, '../src/main.ts');
if (Number(process.versions.node.split('.')[0]) >= 24) {
  process.argv[1] = main;
  await import(main);
} else {
  const bundled = findBundledNode(here);
  if (!bundled) {
    process.stderr.write(
      `kinora needs Node 24, this is ${process.version}: install it from https://nodejs.org/en/download\n`,
    );
    process.exit(1);
  }
  const child = spawn(bundled, [main, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl+C to the child as well; the rest is for it too.
    process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
  }
  child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
}

function findBundledNode(start) {
  for (let folder = start; ; folder = dirname(folder)) {
    const candidate = join(folder, `node_modules/node-linux-${process.arch}/bin/node`);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) return undefined;
  }
}
