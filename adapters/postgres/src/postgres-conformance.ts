import {
  databaseConformance,
  type EngineFaults,
  eventBusConformance,
  pubSubConformance,
  watchLogConformance,
} from '@kinora/ports/conformance';
import { createPostgresEventBus } from './event-bus/postgres-event-bus.ts';
import { openPostgres } from './postgres-engine.ts';
import { createPostgresPubSub } from './postgres-pub-sub.ts';
import { createPostgresWatchLog } from './watch-log/postgres-watch-log.ts';

export interface PostgresHarness {
  name: string;
  /** A PostgreSQL of its own for each suite. */
  start(): Promise<{ url: string; faults: EngineFaults; stop(): Promise<void> }>;
  roleSecret?: string;
  /** Of the bus; default as in operation. */
  partitions?: number;
}

/** All that the ports promise of a PostgreSQL, wherever it comes from. */
export function postgresConformance({ name, start, roleSecret, partitions }: PostgresHarness): void {
  databaseConformance({
    name,
    start: async () => {
      const { url, faults, stop } = await start();
      const connect = () =>
        openPostgres({ url, applicationName: 'conformance', ...(roleSecret === undefined ? {} : { roleSecret }) });
      return { connect, isolated: true, faults, stop };
    },
  });

  watchLogConformance({
    name,
    start: async () => {
      const { url, faults, stop } = await start();
      const log = createPostgresWatchLog({ url });
      return { log, faults, stop: () => log.close().then(stop) };
    },
  });

  eventBusConformance({
    name,
    start: async () => {
      const { url, faults, stop } = await start();
      const engine = openPostgres({ url, applicationName: 'conformance' });
      return {
        create: () => createPostgresEventBus({ url, ...(partitions === undefined ? {} : { partitions }) }),
        module: {
          url: import.meta.resolve('@kinora/adapter-postgres'),
          exportName: 'createPostgresEventBus',
          options: { url },
        },
        database: await engine.open<unknown>({ service: 'conformance', maxConnections: 2 }),
        faults,
        stop: async () => {
          await engine.close();
          await stop();
        },
      };
    },
  });

  pubSubConformance({
    name,
    start: async () => {
      const { url, faults, stop } = await start();
      return { create: () => createPostgresPubSub({ url }), faults, stop };
    },
  });
}
