import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/**
 * Written at every start, so an update of Kinora brings its settings along. An operator's own go into
 * `postgresql.local.conf` beside the cluster. Durability is PostgreSQL's default: fsync and synchronous commit on.
 */
export async function writeConfiguration(
  cluster: string,
  options: { socketDirectory: string; port: number },
): Promise<void> {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: options.socketDirectory,
    unix_socket_permissions: '0700',
    port: String(options.port),
    // A process per service, each with a share for its service, the bus and the wake-ups.
    max_connections: '120',
    superuser_reserved_connections: '3',
    shared_buffers: '64MB',
    work_mem: '8MB',
    maintenance_work_mem: '32MB',
    temp_buffers: '2MB',
    effective_cache_size: '512MB',
    // Reads by the backend itself: no standing I/O workers.
    io_method: 'sync',
    max_worker_processes: '4',
    max_parallel_workers: '2',
    max_parallel_workers_per_gather: '1',
    max_parallel_maintenance_workers: '1',
    autovacuum_max_workers: '2',
    autovacuum_worker_slots: '3',
    autovacuum_naptime: '30s',
    // No replica and no logical decoding: fewer processes and less WAL.
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_replication_slots: '0',
    wal_buffers: '4MB',
    wal_compression: 'on',
    min_wal_size: '48MB',
    max_wal_size: '256MB',
    checkpoint_timeout: '10min',
    max_logical_replication_workers: '0',
    jit: 'off',
    huge_pages: 'off',
    dynamic_shared_memory_type: 'posix',
    random_page_cost: '1.1',
    track_io_timing: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%p ',
    log_checkpoints: 'off',
    log_min_messages: 'warning',
    log_min_error_statement: 'panic',
    cluster_name: 'kinora',
    password_encryption: 'scram-sha-256',
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'`);
  const local = join(dirname(cluster), 'postgresql.local.conf');
  if (existsSync(local)) lines.push(`include '${local.replaceAll("'", "''")}'`);
  await writeFile(
    join(cluster, 'postgresql.conf'),
    `# Written by Kinora at every start. Your own settings go into postgresql.local.conf in the directory above.\n${lines.join('\n')}\n`,
  );
}
