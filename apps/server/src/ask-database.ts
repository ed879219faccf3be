import pg from 'pg';

export interface DatabaseAnswer {
  /** As the server says it: `16.3`. */
  version: string;
  majorVersion: number;
  /** How far its clock is ahead of ours. */
  aheadMs: number;
  mayCreateRoles: boolean;
}

/** What a database says of itself, without touching anything in it; rejects when it does not answer in 5 s. */
export async function askDatabase(url: string): Promise<DatabaseAnswer> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'kinora doctor',
    connectionTimeoutMillis: 5000,
    query_timeout: 5000,
  });
  try {
    await client.connect();
    const sentMs = Date.now();
    const { rows } = await client.query<{ version: string; number: number; now_ms: number; roles: boolean }>(
      `select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
         extract(epoch from clock_timestamp()) * 1000::float8 as now_ms,
         (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) as roles`,
    );
    const [row] = rows;
    if (!row) throw new Error('The database answered nothing.');
    return {
      version: row.version,
      majorVersion: Math.floor(row.number / 10_000),
      aheadMs: Math.round(Number(row.now_ms) - (sentMs + Date.now()) / 2),
      mayCreateRoles: row.roles,
    };
  } finally {
    await client.end();
  }
}
