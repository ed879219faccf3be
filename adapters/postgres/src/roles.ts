import { createHmac, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { inTransaction } from './connect.ts';
import { databaseName } from './connection-settings.ts';
import { ensureEngineSchema, LOCK, LOCK_SPACE } from './engine-schema.ts';
import { ENGINE_SCHEMA, quoteIdentifier, quoteLiteral, schemaName } from './names.ts';

/** Carried by the role, so they hold behind a transaction pooler too. Idle transactions would hold locks for ever. */
const ROLE_SETTINGS = {
  statement_timeout: '30s',
  lock_timeout: '10s',
  idle_in_transaction_session_timeout: '60s',
} as const;

export interface ServiceAccess {
  schema: string;
  /** Undefined: the given role is used, and the settings have to travel with each connection. */
  credentials: { user: string; password: string } | undefined;
  sessionOptions: string | undefined;
}

export interface ProvisionOptions {
  client: pg.ClientBase;
  url: string;
  service: string;
  roleSecret?: string;
}

export async function mayCreateRoles(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ allowed: boolean }>(
    'select rolsuper or rolcreaterole as allowed from pg_roles where rolname = current_user',
  );
  return rows[0]?.allowed ?? false;
}

/** The service's schema under the given role, for where roles cannot be made. */
export async function provisionSchema(client: pg.ClientBase, service: string): Promise<ServiceAccess> {
  const schema = schemaName(service);
  const present = await client.query('select 1 from pg_namespace where nspname = $1', [schema]);
  if (!present.rowCount) await client.query(`create schema if not exists ${quoteIdentifier(schema)}`);
  const settings = { search_path: schema, ...ROLE_SETTINGS };
  const sessionOptions = Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ');
  return { schema, credentials: undefined, sessionOptions };
}

/** A schema and a login role that has rights on it alone. Roles are the server's, so the database is in their name. */
export async function provisionRole(options: ProvisionOptions): Promise<ServiceAccess> {
  const { client, service } = options;
  const schema = schemaName(service);
  const database = databaseName(options.url);
  const user = `${database}_${schema}`.slice(0, 63);
  await ensureEngineSchema(client);
  const password = await inTransaction(client, async () => {
    await client.query('select pg_advisory_xact_lock($1, $2)', [LOCK_SPACE, LOCK.provision]);
    const chosen = await choosePassword(options, user);
    if (chosen.isNew) await createRole(client, { user, password: chosen.password });
    await ensureSchema(client, { schema, user });
    await ensureSettings(client, { schema, user, database });
    return chosen.password;
  });
  return { schema, credentials: { user, password }, sessionOptions: undefined };
}

async function choosePassword(
  { client, service, roleSecret }: ProvisionOptions,
  user: string,
): Promise<{ password: string; isNew: boolean }> {
  await client.query(
    `create table if not exists ${ENGINE_SCHEMA}.service_role
     (role_name text primary key, service text not null, password text not null)`,
  );
  const { rows } = await client.query<{ password: string; present: boolean }>(
    `select password, exists (select 1 from pg_roles where rolname = role_name) as present
     from ${ENGINE_SCHEMA}.service_role where role_name = $1`,
    [user],
  );
  // With a secret nothing has to be stored: the table keeps a mark of which secret made the role.
  const derived = roleSecret && createHmac('sha256', roleSecret).update(`role:${user}`).digest('base64url');
  const mark = derived && `derived:${createHmac('sha256', derived).update('mark').digest('base64url').slice(0, 16)}`;
  const found = rows[0];
  if (
    found?.present &&
    found.password === (mark ?? found.password) &&
    !(found.password.startsWith('derived:') && !mark)
  )
    return { password: derived ?? found.password, isNew: false };
  const password = derived ?? randomBytes(24).toString('base64url');
  await client.query(
    `insert into ${ENGINE_SCHEMA}.service_role values ($1, $2, $3)
     on conflict (role_name) do update set password = excluded.password`,
    [user, service, mark ?? password],
  );
  return { password, isNew: true };
}

async function createRole(client: pg.ClientBase, role: { user: string; password: string }): Promise<void> {
  const present = await client.query('select 1 from pg_roles where rolname = $1', [role.user]);
  const verb = present.rowCount ? 'alter' : 'create';
  const user = quoteIdentifier(role.user);
  await client.query(`${verb} role ${user} login noinherit password ${quoteLiteral(role.password)}`);
  // Without being a superuser one has to be a member to make a schema for the role.
  const { rows } = await client.query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  );
  if (!rows[0]?.superuser) await client.query(`grant ${user} to current_user`);
}

async function ensureSchema(client: pg.ClientBase, names: { schema: string; user: string }): Promise<void> {
  const { rows } = await client.query<{ owner: string }>(
    'select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = $1',
    [names.schema],
  );
  const schema = quoteIdentifier(names.schema);
  const user = quoteIdentifier(names.user);
  if (!rows[0]) await client.query(`create schema ${schema} authorization ${user}`);
  else if (rows[0].owner !== names.user) await client.query(`alter schema ${schema} owner to ${user}`);
}

async function ensureSettings(
  client: pg.ClientBase,
  names: { schema: string; user: string; database: string },
): Promise<void> {
  const wanted: Record<string, string> = { search_path: names.schema, ...ROLE_SETTINGS };
  const { rows } = await client.query<{ settings: string[] | null }>(
    `select setconfig as settings from pg_db_role_setting
     where setrole = (select oid from pg_roles where rolname = $1)
       and setdatabase = (select oid from pg_database where datname = $2)`,
    [names.user, names.database],
  );
  const present = new Set(rows[0]?.settings ?? []);
  for (const [name, value] of Object.entries(wanted)) {
    if (present.has(`${name}=${value}`)) continue;
    await client.query(
      `alter role ${quoteIdentifier(names.user)} in database ${quoteIdentifier(names.database)} set ${name} = ${quoteLiteral(value)}`,
    );
  }
}
