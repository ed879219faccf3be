import type { Database } from '@kinora/ports';
import type { ServiceTokens } from '../auth/service-tokens.ts';
import { Inbox } from '../events/inbox.ts';
import { createOutbox } from '../events/outbox.ts';
import { startRelay } from '../events/relay.ts';
import { startReplays } from '../events/replays.ts';
import type { Loop } from '../lifecycle/loop.ts';
import type { Shutdown } from '../lifecycle/shutdown.ts';
import type { Log } from '../log/log.ts';
import { ServiceOperations } from '../operations/service-operations.ts';
import type { OutboundClient } from '../outbound/outbound-client.ts';
import type { AppSettings, RouteTableEntry, RunningService, Service } from '../service/define-service.ts';
import type { KernelTables } from '../store/kernel-tables.ts';
import { readMigrations } from '../store/read-migrations.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Peers } from './peers.ts';
import { readSecret } from './secrets.ts';
import type { Engines } from './start-app.ts';

/** Migrates one service's schema, starts it, then its consumers and its relay. */
export async function startService(options: {
  service: Service;
  settings: Record<string, unknown>;
  app: AppSettings;
  secretsDir: string;
  engines: Engines;
  peers: Peers;
  tokens: ServiceTokens;
  metrics: Metrics;
  log: Log;
  shutdown: Shutdown;
  databases: Map<string, Database<KernelTables>>;
  routeTable: readonly RouteTableEntry[];
  isRevoked: (holder: { accountId: string; sessionId: string; epoch: number }) => boolean;
  outbound: OutboundClient;
}): Promise<{ running: RunningService<unknown>; operations: ServiceOperations }> {
  const { service, engines, peers, tokens, log, shutdown } = options;
  let database: Database<KernelTables> | undefined;
  if (service.migrations) {
    database = await engines.database.open<KernelTables>({
      service: service.name,
      maxConnections: service.connections,
    });
    shutdown.defer(`${service.name} database`, () => database?.close() ?? Promise.resolve());
    const { applied } = await database.migrate(await readMigrations(service.migrations));
    if (applied.length > 0) log.info({ applied }, 'migrated');
    options.databases.set(service.name, database);
  }

  let relay: Loop | undefined;
  let wakeReplays = () => {};
  const outbox = createOutbox({ emits: service.emits, wake: () => relay?.wake() });
  const operations = new ServiceOperations({
    service: service.name,
    version: options.app.version,
    startedAtMs: Date.now(),
    engines,
    database,
    outbox,
    wakeReplays: () => wakeReplays(),
  });
  const running = await service.start({
    config: options.settings as never,
    app: options.app,
    log,
    database: <Schema>() => {
      if (!database) throw new Error(`${service.name} has no database.`);
      return database as unknown as Database<Schema>;
    },
    clients: peers.clients(service.name, service.calls) as never,
    outbox,
    blobs: engines.blobs,
    cache: engines.cache,
    pubSub: engines.pubSub,
    mail: engines.mail,
    watchLog: engines.watchLog,
    metrics: options.metrics.registry,
    clock: { now: Date.now },
    isRevoked: options.isRevoked,
    outbound: options.outbound,
    operations: (peer) => peers.operations(service.name, peer),
    peerUrl: (peer) => peers.httpUrl(peer),
    serviceToken: (audience) => tokens.issue(service.name, audience),
    verifyServiceToken: (token) => tokens.verify(token, service.name),
    secret: (purpose) => readSecret(options.secretsDir, purpose),
    routeTable: options.routeTable,
  });
  const { stop } = running;
  if (stop) shutdown.defer(service.name, stop);

  if (database && service.emits.length > 0) {
    relay = startRelay({ producer: service.name, database, bus: engines.bus, metrics: options.metrics, log });
    shutdown.defer(`${service.name} relay`, relay.stop);
  }
  if (database && service.listens.length > 0) {
    const consuming = {
      service: service.name,
      consumers: service.listens,
      context: () => running.context,
      database,
      metrics: options.metrics,
      log,
    };
    const replays = startReplays(consuming);
    wakeReplays = replays.wake;
    shutdown.defer(`${service.name} replays`, replays.stop);
    const inbox = new Inbox({ ...consuming, onParked: replays.wake });
    const subscription = await engines.bus.subscribe({
      group: service.name,
      from: 'earliest',
      handler: (events) => inbox.handle(events),
      onError: (error) => log.warn({ err: error }, 'the event bus reported an error'),
    });
    shutdown.defer(`${service.name} consumer`, () => subscription.stop());
  }
  return { running, operations };
}
