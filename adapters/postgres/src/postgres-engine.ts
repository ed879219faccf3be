import type { Database, DatabaseEngine } from '@kinora/ports';
import type pg from 'pg';
import { connect } from './connect.ts';
import { withCredentials } from './connection-settings.ts';
import { SharedConnections } from './connection-share.ts';
import { portError } from './errors.ts';
import { mayCreateRoles, provisionRole, provisionSchema, type ServiceAccess } from './roles.ts';
import { ServiceDatabase } from './service-database.ts';

const ADMIN_IDLE_MS = 5000;

export interface OpenPostgresOptions {
  url: string;
  /** For what a transaction pooler cannot carry: migrations, roles. Default: `url`. */
  directUrl?: string;
  applicationName: string;
  /**
   * `auto`: a role for each service where the given one may make roles, else a warning and the given role.
   * `roles`: refuse without that right. `none`: the given role as it is, without a warning (one URL per service).
   */
  adminMode?: 'auto' | 'roles' | 'none';
  /** Passwords of the services' roles are derived from it; without it they are random and kept in the database. */
  roleSecret?: string;
  /** Open connections of all services together. Default 20. */
  maxConnections?: number;
  onWarning?: (message: string) => void;
  /** An idle connection was lost: worth a line in the log, the pool opens another. */
  onError?: (error: unknown) => void;
}

/** One PostgreSQL (15 or newer) for the databases of many services. Connects when the first is opened. */
export function openPostgres(options: OpenPostgresOptions): DatabaseEngine {
  return new PostgresEngine(options);
}

class PostgresEngine implements DatabaseEngine {
  readonly #options: OpenPostgresOptions;
  readonly #connections: SharedConnections;
  readonly #open = new Set<Pick<Database<unknown>, 'close'>>();
  #admin: Promise<{ client: pg.Client; roles: boolean }> | undefined;
  #adminTimer: NodeJS.Timeout | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: OpenPostgresOptions) {
    this.#options = options;
    this.#connections = new SharedConnections(options.maxConnections ?? 20);
  }

  async open<Schema>(options: { service: string; maxConnections: number }): Promise<Database<Schema>> {
    // One after the other on one connection: sixteen services start at once.
    const turn = this.#queue.then(() => this.#provision(options.service));
    this.#queue = turn.catch(() => {});
    const access = await turn;
    const { url, directUrl = url, applicationName } = this.#options;
    const as = (address: string): string =>
      access.credentials ? withCredentials(address, access.credentials) : address;
    const database = new ServiceDatabase<Schema>({
      schema: access.schema,
      directUrl: as(directUrl),
      pool: {
        url: as(url),
        applicationName: `${applicationName} ${options.service}`,
        maxConnections: options.maxConnections,
        connections: this.#connections,
        ...(access.sessionOptions && { sessionOptions: access.sessionOptions }),
        onError: this.#options.onError ?? (() => {}),
      },
      onClose: () => this.#open.delete(database),
    });
    this.#open.add(database);
    return database;
  }

  async close(): Promise<void> {
    await this.#queue;
    await Promise.all([...this.#open].map((database) => database.close()));
    await this.#closeAdmin();
  }

  async #provision(service: string): Promise<ServiceAccess> {
    try {
      const { client, roles } = await this.#adminConnection();
      if (!roles) return await provisionSchema(client, service);
      return await provisionRole({
        client,
        url: this.#options.url,
        service,
        ...(this.#options.roleSecret && { roleSecret: this.#options.roleSecret }),
      });
    } catch (error) {
      await this.#closeAdmin();
      throw portError(error);
    }
  }

  #adminConnection(): Promise<{ client: pg.Client; roles: boolean }> {
    this.#admin ??= this.#connectAdmin();
    clearTimeout(this.#adminTimer);
    this.#adminTimer = setTimeout(() => void this.#closeAdmin(), ADMIN_IDLE_MS).unref();
    return this.#admin;
  }

  async #connectAdmin(): Promise<{ client: pg.Client; roles: boolean }> {
    const { url, directUrl = url, applicationName, adminMode = 'auto', onWarning } = this.#options;
    const client = await connect(directUrl, `${applicationName} roles`);
    if (adminMode === 'none') return { client, roles: false };
    const roles = await mayCreateRoles(client);
    const given = 'The role of DATABASE_URL may not create roles';
    if (!roles && adminMode === 'roles') {
      await client.end();
      throw new Error(`${given}. Grant it CREATEROLE.`);
    }
    if (!roles) onWarning?.(`${given}: all services use it, and nothing keeps one from reading another's tables.`);
    return { client, roles };
  }

  async #closeAdmin(): Promise<void> {
    clearTimeout(this.#adminTimer);
    const admin = this.#admin;
    this.#admin = undefined;
    const { client } = (await admin?.catch(() => undefined)) ?? {};
    await client?.end().catch(() => {});
  }
}
