import { join, resolve } from 'node:path';
import {
  type AppConfig,
  ConfigError,
  configSections,
  type Environment,
  ensureServiceKeys,
  type Log,
  peerVariables,
  readConfig,
  type Service,
} from '@kinora/kernel';
import { enginesSection, openSharedDatabase } from '../adapters.ts';
import { prepareDataDirectory } from '../data-directory.ts';
import { services } from '../services.ts';
import { assertFree, findFreePorts } from './free-ports.ts';
import { RoleProcess } from './role-process.ts';

const EDGE = 'gateway';
/** With the database's three seconds ten in all. */
const GRACE_MS = { edge: 2500, others: 3500, first: 1000 };

export interface SplitRole {
  readonly pid: number | undefined;
  /** HTTP address of the process. */
  readonly url: string;
  /** Resolves when the process has ended; it is started again by itself. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Resolves when the process serves, also after a kill. */
  ready(): Promise<void>;
}

export interface Split {
  /** The edge. */
  url: string;
  databaseUrl: string;
  dataDir: string;
  roles: ReadonlyMap<string, SplitRole>;
  /** Ends everything in order within 10 s. */
  stop(): Promise<void>;
}

/** A process per role on this machine: one database, real RPC between them, the edge on HOST and PORT. */
export async function startSplit(options: { environment: Environment; log: Log }): Promise<Split> {
  const { environment, log } = options;
  const sections = [...configSections(services), enginesSection];
  const config = readConfig(sections, environment).get('app') as AppConfig;
  if (environment.ROLES) {
    throw new ConfigError([`ROLES is ${environment.ROLES}: the split shape runs all of them. Leave it unset.`]);
  }
  if (config.PORT !== 0) await assertFree(config.PORT, config.HOST);
  const dataDir = resolve(config.DATA_DIR);
  await prepareDataDirectory(dataDir);
  if (!config.SERVICE_KEYS_DIR) {
    await ensureServiceKeys(
      join(dataDir, 'keys'),
      services.map((service) => service.name),
    );
  }
  const database = await openSharedDatabase({ environment, dataDir, log });
  const roles = new Map<string, RoleProcess & { url: string }>();
  const stop = async () => {
    // The edge first, and last the one that all others ask who may do what.
    const [first, ...others] = [...roles.values()];
    await roles.get(EDGE)?.stop(GRACE_MS.edge);
    await Promise.all(others.map((role) => role.stop(GRACE_MS.others)));
    await first?.stop(GRACE_MS.first);
    await database.close();
  };
  try {
    const addresses = await findAddresses(config);
    for (const service of services) {
      const role = new RoleProcess({
        name: service.name,
        log,
        environment: roleEnvironment({ service, environment, config, addresses, dataDir, databaseUrl: database.url }),
      });
      roles.set(service.name, Object.assign(role, { url: addresses.get(service.name)?.url ?? '' }));
    }
    await startInOrder([...roles.values()]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: roles.get(EDGE)?.url ?? '', databaseUrl: database.url, dataDir, roles, stop };
}

/** All others ask identity for keys; a second of starting it first saves them their back-off. */
async function startInOrder(roles: RoleProcess[]): Promise<void> {
  const [first, ...others] = roles;
  await first?.start();
  const outcomes = await Promise.allSettled(others.map((role) => role.start()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}

interface Address {
  port: number;
  rpcPort: number;
  url: string;
}

async function findAddresses(config: AppConfig): Promise<Map<string, Address>> {
  const ports = await findFreePorts(services.length * 2);
  return new Map(
    services.map((service) => {
      const [port = 0, rpcPort = 0] = ports.splice(0, 2);
      const own = service.name === EDGE && config.PORT !== 0 ? config.PORT : port;
      const host = service.name === EDGE && !['0.0.0.0', '::'].includes(config.HOST) ? config.HOST : '127.0.0.1';
      return [
        service.name,
        { port: own, rpcPort, url: `http://${host.includes(':') ? `[${host}]` : host}:${own}` },
      ] as const;
    }),
  );
}

function roleEnvironment(options: {
  service: Service;
  environment: Environment;
  config: AppConfig;
  addresses: Map<string, Address>;
  dataDir: string;
  databaseUrl: string;
}): Environment {
  const { service, environment, config, addresses } = options;
  const own = addresses.get(service.name);
  const isEdge = service.name === EDGE;
  const peers = services.flatMap(({ name }) => {
    const variables = peerVariables(name);
    const address = addresses.get(name);
    return [
      [variables.http, address?.url],
      [variables.rpc, `http://127.0.0.1:${address?.rpcPort}`],
    ];
  });
  return {
    ...environment,
    ...Object.fromEntries(peers),
    ROLES: service.name,
    HOST: isEdge ? config.HOST : '127.0.0.1',
    PORT: String(own?.port),
    RPC_PORT: service.provides ? String(own?.rpcPort) : undefined,
    DATA_DIR: options.dataDir,
    DATABASE_URL: options.databaseUrl,
    DATABASE_MAX_CONNECTIONS: '4',
    // Behind the edge, which names the client.
    ...(isEdge ? {} : { TRUSTED_PROXIES: '127.0.0.1' }),
  };
}
