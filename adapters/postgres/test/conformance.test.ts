import { describe } from 'node:test';
import { withConnection } from '../src/connect.ts';
import { postgresConformance } from '../src/postgres-conformance.ts';
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
  postgresConformance({
    name: 'PostgreSQL outside, a role for each service',
    start: startWithRole,
    roleSecret: 'a secret of the operator',
    partitions: 16,
  });
});
