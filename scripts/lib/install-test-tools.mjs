import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium, findInPath, findPostgres, ROOT } from './find-programs.mjs';
import { installCommand, installPackages } from './install-packages.mjs';
import { runProgram, succeeds } from './run-program.mjs';
import { Stop, say } from './say.mjs';

/** A browser for the pages: the system's package, else the build that Playwright brings. */
export async function installChromium(node) {
  const present = findChromium() ?? (await playwrightChromium());
  if (present) return present;
  if ((await installPackages(['chromium'])) && findChromium()) return findChromium();
  say('The system has no Chromium package: taking the one of Playwright.');
  const cli = join(ROOT, 'node_modules/playwright-core/cli.js');
  const dependencies = process.getuid?.() === 0 ? ['--with-deps'] : [];
  if ((await runProgram(node, [cli, 'install', ...dependencies, 'chromium'])) === 0) {
    const path = await playwrightChromium();
    if (path) return path;
  }
  throw new Stop(
    `Chromium is missing and could not be installed from here: type ${installCommand(['chromium']) ?? 'npx playwright-core install chromium'}`,
  );
}

async function playwrightChromium() {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return path && succeeds(path, ['--version']) ? path : undefined;
}

/** Server programs of a PostgreSQL that is not ours, for its conformance; without a cluster or a running service. */
export async function installPostgres() {
  const present = findPostgres();
  if (present) return present;
  if (findInPath('apt-get')) {
    withoutCluster();
    for (const version of [15, 16, 17, 18]) {
      if (!succeeds('apt-cache', ['show', `postgresql-${version}`])) continue;
      if (await installPackages([`postgresql-${version}`])) break;
    }
  }
  const found = findPostgres();
  if (found) return found;
  throw new Stop(
    `The programs of PostgreSQL 15 or newer are missing: type ${installCommand(['postgresql']) ?? 'your package manager’s command for them'}, or set POSTGRES_BIN to the directory of initdb and postgres.`,
  );
}

/** Debian makes a cluster and starts it when the package is installed, unless it finds this. */
function withoutCluster() {
  if (process.getuid?.() !== 0) return;
  const directory = '/etc/postgresql-common/createcluster.d';
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'kinora.conf'), 'create_main_cluster = false\n');
}

const SCHEMATHESIS = '4.32.5';

/** Asks everything that the OpenAPI document allows, and much that it does not. In an environment of its own. */
export async function installSchemathesis() {
  const directory = join(ROOT, `node_modules/.cache/schemathesis-${SCHEMATHESIS}`);
  const program = join(directory, 'bin/schemathesis');
  if (succeeds(program, ['--version'])) return program;
  const make = () => runProgram('python3', ['-m', 'venv', '--clear', directory]);
  if ((await make()) !== 0 && (!(await installPackages(['python3-venv'])) || (await make()) !== 0)) {
    throw new Stop(
      `Python 3 with venv is missing: type ${installCommand(['python3-venv']) ?? 'your package manager’s command for it'}.`,
    );
  }
  const pip = join(directory, 'bin/pip');
  const options = ['--quiet', '--disable-pip-version-check', '--only-binary', ':all:'];
  if ((await runProgram(pip, ['install', ...options, `schemathesis==${SCHEMATHESIS}`])) !== 0) {
    throw new Stop('schemathesis could not be installed by pip.');
  }
  return program;
}
