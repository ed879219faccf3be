import http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import type {
  BlobStore,
  Cache,
  Database,
  DatabaseEngine,
  EventBus,
  MailTransport,
  PubSub,
  WatchLog,
} from '@kinora/ports';
import type { FastifyInstance } from 'fastify';
import type { JWK } from 'jose';
import { type AccessTokens, type AccountCaller, createAccessTokens, type Role } from '../auth/access-tokens.ts';
import { createApiTokens, eitherToken } from '../auth/api-tokens.ts';
import { followRevocations, type Revocations } from '../auth/revocations.ts';
import { parseScopes } from '../auth/scopes.ts';
import { openServiceTokens } from '../auth/service-tokens.ts';
import { ConfigError, type ConfigSection, type Environment, readConfig } from '../config/read-config.ts';
import { describeRoute, describesOnce } from '../http/describe-route.ts';
import { createHttpServer } from '../http/http-server.ts';
import { mountRoutes } from '../http/mount-routes.ts';
import { Shutdown } from '../lifecycle/shutdown.ts';
import type { Log } from '../log/log.ts';
import { registerOperations } from '../operations/register-operations.ts';
import type { ServiceOperations } from '../operations/service-operations.ts';
import { createOutboundClient } from '../outbound/outbound-client.ts';
import { parseNetworks } from '../outbound/public-address.ts';
import { registerRpc } from '../rpc/rpc-server.ts';
import type { RouteTableEntry, RunningService, Service } from '../service/define-service.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { startTracing } from '../telemetry/tracing.ts';
import { type AppConfig, appConfigSchema } from './app-config.ts';
import { mountOperations } from './operations.ts';
import { Peers } from './peers.ts';
import { startService } from './start-service.ts';

/** For answers that are under way when the process stops. */
const CLOSE_GRACE_MS = 2000;

/** The engines behind the ports, opened by `apps/server` from the configuration. */
export interface Engines {
  database: DatabaseEngine;
  bus: EventBus;
  cache: Cache;
  pubSub: PubSub;
  blobs: BlobStore;
  mail: MailTransport;
  watchLog: WatchLog;
}

export interface App {
  /** `http://127.0.0.1:8080` */
  url: string;
  rpcUrl: string | undefined;
  contexts: ReadonlyMap<string, unknown>;
  /** Parts of the app that are open in this process: zero means quiet. */
  pending(): Promise<number>;
  stop(): Promise<void>;
}

export interface StartAppOptions {
  /** Every service of the product: also those of other processes, for the table of routes. */
  services: readonly Service[];
  /** Names of those that run here. */
  roles: readonly string[];
  engines: Engines;
  environment: Environment;
  log: Log;
  version: string;
}

/** Config → database → services → consumers and relays → listeners; `stop` goes back the same way within 10 s. */
export async function startApp(options: StartAppOptions): Promise<App> {
  const { environment, log, engines, services } = options;
  const local = selectServices(services, options.roles);
  const configs = readConfig(configSections(local), environment);
  const config = configs.get('app') as AppConfig;
  const dataDir = resolve(config.DATA_DIR);
  const shutdown = new Shutdown(log);
  try {
    const tracing = await startTracing({
      endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
      services: local.map((service) => service.name),
      log,
    });
    shutdown.defer('tracing', tracing.stop);
    const metrics = createMetrics();
    const tokens = await openServiceTokens(config.SERVICE_KEYS_DIR ?? join(dataDir, 'keys'));
    const contexts = new Map<string, unknown>();
    const operations = new Map<string, ServiceOperations>();
    const peers = new Peers({ local, contexts, operations, environment, tokens, log });
    const missing = peers.missing();
    if (missing.length > 0) throw new ConfigError(missing);

    const server = await createHttpServer({
      log,
      trustedProxies: config.TRUSTED_PROXIES.split(',')
        .map((entry) => entry.trim())
        .filter(Boolean),
      version: options.version,
    });
    const databases = new Map<string, Database<KernelTables>>();
    const describe = describesOnce();
    const routeTable = makeRouteTable(services, describe);
    const running = new Map<string, RunningService<unknown>>();
    let revocations: Revocations | undefined;
    const outbound = createOutboundClient({ allowed: parseNetworks(config.OUTBOUND_ALLOW) });
    for (const service of local) {
      const started = await startService({
        service,
        settings: configs.get(service.name) ?? {},
        app: {
          publicUrl: config.PUBLIC_URL?.replace(/\/$/, ''),
          localUrl: () => peers.pagesUrl() ?? `http://localhost:${config.PORT}`,
          dataDir,
          version: options.version,
          blobGraceMs: config.BLOB_GRACE_SECONDS * 1000,
          storageReserveBytes: config.STORAGE_RESERVE_BYTES,
        },
        secretsDir: config.SECRETS_DIR ?? join(dataDir, 'secrets'),
        engines,
        peers,
        tokens,
        metrics,
        log: log.child({ service: service.name }),
        shutdown,
        databases,
        routeTable,
        isRevoked: (holder) => revocations?.isRevoked(holder) ?? false,
        outbound,
      });
      contexts.set(service.name, started.running.context);
      operations.set(service.name, started.operations);
      running.set(service.name, started.running);
    }

    const auth = await startAuth({ local, peers, pubSub: engines.pubSub, log, shutdown });
    revocations = auth.revocations;
    mountOperations(server, {
      metrics,
      metricsToken: config.METRICS_TOKEN,
      checks: () => readiness(engines, databases),
    });
    const remoteRoutes = routeTable.filter((entry) => !peers.isLocal(entry.service));
    for (const service of local) await running.get(service.name)?.mount?.(server, { remoteRoutes });
    for (const service of local) {
      await mountRoutes(server, {
        service,
        context: () => peers.context(service.name),
        accessTokens: auth.accessTokens,
        serviceTokens: tokens,
        metrics,
        describe,
        idempotency: databases.get(service.name),
      });
    }

    const rpcUrl = await listenRpc({
      port: config.RPC_PORT,
      host: config.HOST,
      local,
      peers,
      operations,
      tokens,
      log,
      shutdown,
    });
    const url = await listenHttp(server, config, shutdown);
    peers.setOwnUrl(url);
    for (const [name, service] of running) {
      await service.afterListen?.();
      const { drain } = service;
      if (drain) shutdown.defer(`${name} draining`, drain);
    }

    return {
      url,
      rpcUrl,
      contexts,
      async pending() {
        let open = 0;
        for (const service of running.values()) open += (await service.pending?.()) ?? 0;
        return open;
      },
      stop: () => shutdown.run(),
    };
  } catch (error) {
    await shutdown.run();
    throw error;
  }
}

/** The sections of the configuration that the given services read, the app's own first. */
export function configSections(services: readonly Service[]): ConfigSection[] {
  return [
    { name: 'app', schema: appConfigSchema },
    ...services.map((service) => ({ name: service.name, schema: service.config })),
  ];
}

export function makeRouteTable(services: readonly Service[], describe = describeRoute): RouteTableEntry[] {
  return services.flatMap((service) =>
    service.routes.map((route) => ({
      service: service.name,
      method: route.method,
      path: route.path,
      internal: route.policy === 'internal',
      schema: describe(route, service.name),
    })),
  );
}

function selectServices(services: readonly Service[], roles: readonly string[]): Service[] {
  const unknown = roles.filter((role) => !services.some((service) => service.name === role));
  if (unknown.length > 0) {
    throw new ConfigError([
      `ROLES names ${unknown.join(', ')}: the roles are ${services.map((service) => service.name).join(', ')}.`,
    ]);
  }
  return services.filter((service) => roles.includes(service.name));
}

async function readiness(
  engines: Engines,
  databases: Map<string, Database<KernelTables>>,
): Promise<Record<string, boolean>> {
  const [first] = databases.values();
  const [database, bus, blobs] = await Promise.all([
    first?.isReady() ?? true,
    engines.bus.isReady(),
    engines.blobs.isReady(),
  ]);
  return { database, bus, blobs };
}

/** Verification of access tokens needs identity; a process without routes of that kind does without. */
async function startAuth(options: {
  local: readonly Service[];
  peers: Peers;
  pubSub: PubSub;
  log: Log;
  shutdown: Shutdown;
}): Promise<{ accessTokens: AccessTokens; revocations: Revocations | undefined }> {
  const asks = options.local.find((service) => 'identity' in service.calls);
  if (!asks) {
    return {
      accessTokens: { verify: () => Promise.reject(new Error('This process verifies no access tokens.')) },
      revocations: undefined,
    };
  }
  const { identity } = options.peers.clients(asks.name, { identity: IdentityService }) as {
    identity: import('@connectrpc/connect').Client<typeof IdentityService>;
  };
  const revocations = await followRevocations({
    since: async (version) => {
      const answer = await identity.revokedSince({ version });
      return {
        version: answer.version,
        entries: answer.revocations.map((entry) => ({ ...entry, epoch: Number(entry.epoch) })),
      };
    },
    pubSub: options.pubSub,
    log: options.log,
  });
  options.shutdown.defer('revocations', () => revocations.stop());
  const access = createAccessTokens({
    revocations,
    fetchKeys: async () => (await identity.getJwks({})).keysJson.map((key) => JSON.parse(key) as JWK),
  });
  const api = createApiTokens({
    revocations,
    lookUp: async (token) => {
      const { holder } = await identity.lookUpApiToken({ token });
      if (!holder) return undefined;
      const { accountId, tokenId: sessionId, displayName } = holder;
      const caller: AccountCaller = {
        kind: 'account',
        accountId,
        sessionId,
        role: holder.role as Role,
        epoch: Number(holder.epoch),
        displayName,
        historyPaused: holder.historyPaused,
        scopes: parseScopes(holder.scopes.join(' ')),
      };
      return { caller, expiresAtMs: Number(holder.expiresAtMs) || Number.POSITIVE_INFINITY };
    },
  });
  return { accessTokens: eitherToken({ access, api }), revocations };
}

async function listenHttp(server: FastifyInstance, config: AppConfig, shutdown: Shutdown): Promise<string> {
  await server.listen({ host: config.HOST, port: config.PORT });
  shutdown.defer('http listener', async () => {
    // Browsers keep connections open on which they never ask anything: they end with the last answers.
    const ending = setTimeout(() => server.server.closeAllConnections(), CLOSE_GRACE_MS);
    await server.close();
    clearTimeout(ending);
  });
  const { port } = server.server.address() as AddressInfo;
  const anyAddress = config.HOST === '0.0.0.0' || config.HOST === '::';
  const host = anyAddress ? '127.0.0.1' : config.HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

async function listenRpc(options: {
  port: number | undefined;
  host: string;
  local: readonly Service[];
  peers: Peers;
  operations: ReadonlyMap<string, ServiceOperations>;
  tokens: Awaited<ReturnType<typeof openServiceTokens>>;
  log: Log;
  shutdown: Shutdown;
}): Promise<string | undefined> {
  if (options.port === undefined) return undefined;
  const { tokens, log, operations } = options;
  const handler = connectNodeAdapter({
    routes(router) {
      for (const service of options.local) {
        registerRpc(router, { service, context: () => options.peers.context(service.name), tokens, log });
      }
      registerOperations(router, { operations, tokens, log });
    },
  });
  const server = http2.createServer(handler);
  const sessions = new Set<http2.ServerHttp2Session>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(options.port, options.host, done);
  });
  options.shutdown.defer('rpc listener', async () => {
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const session of sessions) session.close();
    await closed;
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
