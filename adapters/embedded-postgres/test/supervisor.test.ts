import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startEmbeddedPostgres } from '@kinora/adapter-embedded-postgres';
import { openPostgres } from '@kinora/adapter-postgres';
import { DatabaseUnavailable } from '@kinora/ports';
import { eventually } from '@kinora/ports/conformance';
import { sql } from 'kysely';
import { removeTemplate, seed } from './seed.ts';
import { gone, runs, startSupervised } from './supervised.ts';

const root = process.getuid?.() === 0;
/** Any id without an account: PostgreSQL itself needs an entry in passwd, so `nobody`. */
const NORMAL_USER = 65534;
const directories: string[] = [];

async function temporary(mode = 0o700): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-supervisor-'));
  directories.push(directory);
  await chmod(directory, mode);
  return directory;
}

/** Not empty: for what is not about the first start. */
async function seeded(): Promise<string> {
  const directory = await temporary();
  await seed(directory);
  return directory;
}

after(removeTemplate);
after(() => Promise.all(directories.map((directory) => rm(directory, { recursive: true, force: true }))));

/** Writes and reads through the address, as a service does. */
async function withTable<T>(
  url: string,
  work: (table: { add(): Promise<void>; ids(): Promise<number[]> }) => Promise<T>,
) {
  const engine = openPostgres({ url, applicationName: 'supervisor-test' });
  try {
    const database = await engine.open({ service: 'test', maxConnections: 2 });
    await database.migrate([
      { name: '0001-init.sql', sql: 'create table row (id bigint primary key generated always as identity)' },
    ]);
    return await work({
      add: async () => {
        await sql`insert into "row" default values`.execute(database.query);
      },
      ids: async () => {
        const { rows } = await sql<{ id: number }>`select id from "row" order by id`.execute(database.query);
        return rows.map((row) => row.id);
      },
    });
  } finally {
    await engine.close();
  }
}

describe('the supervisor of the embedded PostgreSQL', { concurrency: 4 }, () => {
  test('starts on a new directory below a private one, stops within 3 s, and starts again with what was written', async () => {
    const dataDir = join(await temporary(), 'data', 'postgres');
    const first = await startEmbeddedPostgres({ dataDir, log: () => {} });
    await withTable(first.url, (table) => table.add());
    const pid = first.pid;
    const before = performance.now();
    await Promise.all([first.stop(), first.stop()]);
    assert.ok(performance.now() - before < 3000);
    assert.ok(!runs(pid));
    const second = await startEmbeddedPostgres({ dataDir, log: () => {} });
    assert.equal(second.url, first.url);
    assert.deepEqual(await withTable(second.url, (table) => table.ids()), [1]);
    assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
    await second.stop();
  });

  test('refuses a second instance on the same directory in one sentence, also within one process', async () => {
    const dataDir = await seeded();
    const first = await startSupervised(dataDir);
    await assert.rejects(startSupervised(dataDir), /Another Kinora is running on the data directory .* Stop it first/);
    await first.stop();
    const again = await startEmbeddedPostgres({ dataDir, log: () => {} });
    await assert.rejects(startEmbeddedPostgres({ dataDir, log: () => {} }), /Another Kinora is running/);
    await again.stop();
  });

  test('stops PostgreSQL when Node is killed, and the next start has every acknowledged commit', async () => {
    const dataDir = await seeded();
    let acknowledged = 0;
    for (let round = 0; round < 2; round++) {
      const running = await startSupervised(dataDir);
      await withTable(running.url, async (table) => {
        const writers = Array.from({ length: 4 }, async () => {
          for (;;) {
            try {
              await table.add();
              acknowledged++;
            } catch (error) {
              assert.ok(error instanceof DatabaseUnavailable, String(error));
              return;
            }
          }
        });
        await eventually(() => assert.ok(acknowledged > 100 * (round + 1)));
        await running.killNode();
        const neededMs = await gone(running.postmaster);
        assert.ok(neededMs < 2000, `PostgreSQL outlived Node by ${neededMs} ms`);
        await Promise.all(writers);
      });
    }
    const last = await startSupervised(dataDir);
    const ids = await withTable(last.url, (table) => table.ids());
    assert.ok(ids.length >= acknowledged, `${ids.length} of ${acknowledged}`);
    await last.stop();
  });

  test('starts PostgreSQL again at the same address when it alone is killed', async () => {
    const running = await startSupervised(await seeded());
    const restarted = running.restarted();
    await withTable(running.url, async (table) => {
      await table.add();
      process.kill(running.postmaster, 'SIGKILL');
      await restarted;
      await eventually(async () => assert.deepEqual(await table.ids(), [1]));
      await table.add();
    });
    const { pid, url } = await restarted;
    assert.notEqual(pid, running.postmaster);
    assert.equal(url, running.url);
    assert.ok(runs(pid));
    await running.killNode();
    // The new one is watched as well.
    await gone(pid);
  });

  test('recovers when everything was killed at once, and clears a postmaster.pid that names a living stranger', async () => {
    const dataDir = await seeded();
    const running = await startSupervised(dataDir);
    await withTable(running.url, async (table) => {
      await table.add();
      process.kill(running.node, 'SIGSTOP');
      process.kill(running.postmaster, 'SIGKILL');
      process.kill(running.node, 'SIGKILL');
      await gone(running.postmaster);
    });
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const again = await startSupervised(dataDir);
    assert.deepEqual(await withTable(again.url, (table) => table.ids()), [1]);
    await again.stop();
  });

  test('recognises an orphan whose watcher was killed as well, and stops it', async () => {
    const dataDir = await seeded();
    const running = await startSupervised(dataDir);
    await withTable(running.url, (table) => table.add());
    process.kill(running.node, 'SIGSTOP');
    for (const pid of await watchersOf(dataDir)) process.kill(pid, 'SIGKILL');
    await running.killNode();
    assert.ok(runs(running.postmaster), 'the orphan runs on');
    const again = await startSupervised(dataDir);
    assert.ok(!runs(running.postmaster));
    assert.ok(again.logs.some(({ message }) => message.includes(String(running.postmaster))));
    assert.deepEqual(await withTable(again.url, (table) => table.ids()), [1]);
    await again.stop();
  });

  test('finds a short directory for the socket when the path of the data is too long for one', async () => {
    const dataDir = join(await temporary(), 'long'.repeat(25));
    await mkdir(dataDir, { mode: 0o700 });
    await seed(dataDir);
    const postgres = await startEmbeddedPostgres({ dataDir, log: () => {} });
    const socketDirectory = new URL(postgres.url).searchParams.get('host') ?? '';
    assert.ok(!socketDirectory.startsWith(dataDir));
    assert.equal((await stat(socketDirectory)).mode & 0o777, 0o700);
    await withTable(postgres.url, (table) => table.add());
    await postgres.stop();
    assert.ok(!existsSync(socketDirectory));
  });

  test('refuses a directory that a newer Kinora or a newer PostgreSQL has written', async () => {
    const newer = await temporary();
    await writeFile(join(newer, 'format.json'), JSON.stringify({ format: 99, postgres: 18 }));
    await assert.rejects(startEmbeddedPostgres({ dataDir: newer, log: () => {} }), /format 99 .* newer Kinora/);
    const cluster = await temporary();
    await mkdir(join(cluster, 'cluster'));
    await writeFile(join(cluster, 'cluster', 'PG_VERSION'), '99\n');
    await assert.rejects(startEmbeddedPostgres({ dataDir: cluster, log: () => {} }), /PostgreSQL 99/);
    // Neither attempt keeps the lock.
    await rm(join(cluster, 'cluster'), { recursive: true });
    await seed(cluster);
    await (await startEmbeddedPostgres({ dataDir: cluster, log: () => {} })).stop();
  });

  test('runs as a normal user', { skip: !root && 'the other tests have just done that' }, async () => {
    const parent = await temporary(0o755);
    const dataDir = join(parent, 'data');
    await mkdir(dataDir, { mode: 0o700 });
    await chown(dataDir, NORMAL_USER, NORMAL_USER);
    const running = await startSupervised(dataDir, { uid: NORMAL_USER });
    assert.match(
      await readFile(`/proc/${running.postmaster}/status`, 'utf8'),
      new RegExp(`^Uid:\\s+${NORMAL_USER}\\b`, 'm'),
    );
    await running.killNode();
    await gone(running.postmaster);
    const again = await startSupervised(dataDir, { uid: NORMAL_USER });
    await again.stop();
  });

  test('as root without namespaces runs as nobody, and takes its files back when there are namespaces again', {
    skip: !root && 'only root changes users',
  }, async () => {
    const dataDir = await temporary(0o755);
    const nobody = await startSupervised(dataDir, { mode: 'nobody' });
    assert.equal((await stat(join(dataDir, 'cluster'))).uid, NORMAL_USER);
    await withTable(nobody.url, (table) => table.add());
    await nobody.stop();
    const namespace = await startSupervised(dataDir, { mode: 'namespace' });
    assert.equal((await stat(join(dataDir, 'cluster', 'base'))).uid, 0);
    assert.deepEqual(await withTable(namespace.url, (table) => table.ids()), [1]);
    await namespace.stop();
  });

  test('as root without namespaces works below a private directory, or says that it cannot', {
    skip: !root && 'only root changes users',
  }, async () => {
    const hidden = join(await temporary(0o700), 'data');
    const nobody = await startSupervised(hidden, { mode: 'nobody' });
    await withTable(nobody.url, (table) => table.add());
    await nobody.killNode();
    await gone(nobody.postmaster);
    const again = await startSupervised(hidden, { mode: 'nobody' });
    assert.deepEqual(await withTable(again.url, (table) => table.ids()), [1]);
    await again.stop();
    const withoutSetpriv = startSupervised(hidden, { mode: 'nobody', path: '/nonexistent' });
    await assert.rejects(withoutSetpriv, /cannot reach/);
  });
});

async function watchersOf(dataDir: string): Promise<number[]> {
  const { readdir } = await import('node:fs/promises');
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const commandLine = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (commandLine.includes('kinora-postgres-watcher') && commandLine.includes(dataDir)) found.push(Number(name));
  }
  assert.ok(found.length > 0);
  return found;
}
