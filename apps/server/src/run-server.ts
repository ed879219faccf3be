import { join, resolve } from 'node:path';
import {
  type App,
  type AppConfig,
  appConfigSchema,
  createLog,
  type Environment,
  ensureServiceKeys,
  type Log,
  readConfig,
  startApp,
} from '@kinora/kernel';
import { type OpenedEngines, openEngines } from './adapters.ts';
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
  const config = readConfig([{ name: 'app', schema: appConfigSchema }], environment).get('app') as AppConfig;
  const log = createLog({ level: config.LOG_LEVEL });
  const dataDir = resolve(config.DATA_DIR);
  const asked =
    roles ??
    environment.ROLES?.split(',')
      .map((role) => role.trim())
      .filter(Boolean);
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
      roles: asked ?? services.map((service) => service.name),
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
