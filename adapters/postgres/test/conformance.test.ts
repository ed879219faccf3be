import { describe } from 'node:test';
import { createPostgresEventBus, createPostgresPubSub, openPostgres } from '@kinora/adapter-postgres';
import { databaseConformance, eventBusConformance, pubSubConformance } from '@kinora/ports/conformance';
import { withConnection } from '../src/connect.ts';
import { startOutsidePostgres } from './outside-postgres.ts';

/** The address that an operator would give: a database of our own and a role that is no superuser but may make roles. */
async function startWithRole(): Promise<Awaited<ReturnType<typeof startOutsidePostgres>>> {
  const outside = await startOutsidePostgres();
  await withConnection(outside.url, 'outside', async (client) => {
    await client.query(`create role kinora login createrole password 'secret'`);
    await client.query('create database kinora owner kinora');
  });
  const url = outside.url.replace('operator@localhost/postgres', 'kinora:secret@localhost/kinora');
  return { ...outside, url };
}

// Each has an engine of its own, and they wait more than they work.
describe('PostgreSQL (outside) keeps what the ports promise', { concurrency: true }, () => {
  databaseConformance({
    name: 'PostgreSQL outside, a role for each service',
    start: async () => {
      const { url, faults, stop } = await startWithRole();
      const connect = () =>
        openPostgres({ url, applicationName: 'conformance', roleSecret: 'a secret of the operator' });
      return { connect, isolated: true, faults, stop };
    },
  });

  eventBusConformance({
    name: 'PostgreSQL outside',
    start: async () => {
      const { url, faults, stop } = await startWithRole();
      const engine = openPostgres({ url, applicationName: 'conformance' });
      return {
        create: () => createPostgresEventBus({ url, partitions: 16 }),
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
    name: 'PostgreSQL outside',
    start: async () => {
      const { url, faults, stop } = await startWithRole();
      return { create: () => createPostgresPubSub({ url }), faults, stop };
    },
  });
});
