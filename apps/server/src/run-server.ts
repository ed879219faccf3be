import { join, resolve } from 'node:path';
import {
  type App,
  type AppConfig,
  configSections,
  createLog,
  type Environment,
  ensureServiceKeys,
  type Log,
  readConfig,
  startApp,
} from '@kinora/kernel';
import { enginesSection, type OpenedEngines, openEngines } from './adapters.ts';
import { prepareDataDirectory } from './data-directory.ts';
import { services } from './services.ts';
import { VERSION } from './version.ts';

export interface Server {
  app: App;
  engines: OpenedEngines;
  dataDir: string;
  log: Log;
  stop(): Promise<void>;
}

/** Data directory → engines → the roles of this process. Everything is closed again when a step fails. */
export async function runServer(environment: Environment, roles?: readonly string[]): Promise<Server> {
  const asked = roles ?? rolesOf(environment.ROLES) ?? services.map((service) => service.name);
  const local = services.filter((service) => asked.includes(service.name));
  // All sections before anything is opened, so that all mistakes are reported together.
  const config = readConfig([...configSections(local), enginesSection], environment).get('app') as AppConfig;
  const log = createLog({ level: config.LOG_LEVEL });
  const dataDir = resolve(config.DATA_DIR);
  await prepareDataDirectory(dataDir);
  if (!config.SERVICE_KEYS_DIR) {
    await ensureServiceKeys(
      join(dataDir, 'keys'),
      services.map((service) => service.name),
    );
  }
  const engines = await openEngines({
    environment,
    dataDir,
    secretsDir: config.SECRETS_DIR ?? join(dataDir, 'secrets'),
    log,
  });
  try {
    const app = await startApp({
      services,
      roles: asked,
      engines,
      environment: { ...environment, DATA_DIR: dataDir },
      log,
      version: VERSION,
    });
    return {
      app,
      engines,
      dataDir,
      log,
      async stop() {
        await app.stop();
        await engines.close();
      },
    };
  } catch (error) {
    await engines.close();
    throw error;
  }
}

function rolesOf(setting: string | undefined): string[] | undefined {
  const roles = setting
    ?.split(',')
    .map((role) => role.trim())
    .filter(Boolean);
  return roles?.length ? roles : undefined;
}
