import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AppConfig, appConfigSchema, type Environment, readConfig } from '@kinora/kernel';
import { enginesSection } from '@kinora/server';
import { checkClock } from './check-clock.ts';
import { checkDataDirectory, checkDiskSpace } from './check-data-directory.ts';
import { checkDatabase } from './check-database.ts';
import { checkPort } from './check-port.ts';
import { checkFfmpeg, checkNode } from './check-programs.ts';
import type { Finding } from './finding.ts';

const WEB_DIR = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Looks at everything that a server on this machine needs; never throws, a check that fails is a finding. */
export async function examine(environment: Environment): Promise<Finding[]> {
  let config: AppConfig;
  let databaseUrl: string | undefined;
  try {
    const sections = readConfig([{ name: 'app', schema: appConfigSchema }, enginesSection], environment);
    config = sections.get('app') as AppConfig;
    databaseUrl = sections.get('engines')?.DATABASE_URL as string | undefined;
  } catch (error) {
    const problems = (error as { problems?: string[] }).problems ?? [String(error)];
    return problems.map((found) => ({ state: 'bad', about: 'settings', found, remedy: 'See docs/configuration.md.' }));
  }
  const dataDir = resolve(config.DATA_DIR);
  return Promise.all([
    checkNode(),
    checkFfmpeg(),
    checkDataDirectory(dataDir),
    checkDiskSpace(dataDir),
    checkPort({ host: config.HOST, port: config.PORT }),
    checkDatabase(databaseUrl),
    checkClock(databaseUrl),
    checkWebApp(environment.WEB_DIR || WEB_DIR),
  ]);
}

async function checkWebApp(directory: string): Promise<Finding> {
  if (existsSync(`${directory.replace(/\/$/, '')}/index.html`)) {
    return { state: 'good', about: 'web app', found: 'The pages are built.' };
  }
  return {
    state: 'bad',
    about: 'web app',
    found: `There are no built pages in ${directory}.`,
    remedy: 'Type: npm start (it builds them), or npm run build -w apps/web.',
  };
}
