import type { DescMessage, DescService } from '@bufbuild/protobuf';
import type { Client } from '@connectrpc/connect';
import type { OperationsService } from '@kinora/contracts/kinora/operations/v1/operations_pb.ts';
import type { BlobStore, Cache, Database, MailTransport, PubSub, WatchLog } from '@kinora/ports';
import type { FastifyInstance, FastifySchema } from 'fastify';
import type { Registry } from 'prom-client';
import type { z } from 'zod';
import type { Consumer } from '../events/define-consumer.ts';
import type { Outbox } from '../events/outbox.ts';
import type { Route } from '../http/define-route.ts';
import type { Log } from '../log/log.ts';
import type { OutboundClient } from '../outbound/outbound-client.ts';
import type { RpcMethod } from '../rpc/define-rpc.ts';

/** What a service declares. The lists are the whole of what it can do; a test holds its README against them. */
export interface ServiceDefinition<
  Config extends z.ZodObject = z.ZodObject,
  Calls extends Record<string, DescService> = Record<string, DescService>,
  Context = unknown,
> {
  name: string;
  /** One line for the generated architecture page. */
  owns: string;
  config: Config;
  /** Directory of numbered SQL files, or null for a role without data. */
  migrations: URL | null;
  /** Connections of this service in one process; all services together keep within 20. */
  connections: number;
  routes: Route<Context>[];
  provides: { service: DescService; methods: RpcMethod<Context>[] } | null;
  calls: Calls;
  emits: DescMessage[];
  listens: Consumer<Context>[];
  start(parts: ServiceParts<z.infer<Config>, Calls>): Promise<RunningService<Context>>;
}

export interface RunningService<Context> {
  context: Context;
  /** For the edge: hooks and routes of its own, before any service's routes. */
  mount?(server: FastifyInstance, edge: { remoteRoutes: readonly RouteTableEntry[] }): Promise<void>;
  /** Called once the process listens: loops that need its own address start here. */
  afterListen?(): Promise<void>;
  /** Work that is open, so that tests can wait for quiet. */
  pending?(): Promise<number>;
  /** Before the listeners close: ends what waits on them or calls them (long polls, workers of this process). */
  drain?(): Promise<void>;
  /** Ends loops and waits for what is under way; bus, database and listeners are closed by the kernel. */
  stop?(): Promise<void>;
}

/** What the kernel hands to a service's `start`. */
export interface ServiceParts<Config, Calls extends Record<string, DescService>> {
  config: Config;
  app: AppSettings;
  log: Log;
  /** The service's own schema; a role without migrations has none and reading it throws. */
  database: <Schema>() => Database<Schema>;
  clients: { readonly [Peer in keyof Calls]: Client<Calls[Peer]> };
  outbox: Outbox;
  blobs: BlobStore;
  cache: Cache;
  pubSub: PubSub;
  mail: MailTransport;
  watchLog: WatchLog;
  metrics: Registry;
  clock: Clock;
  /** Whether tokens of this holder are refused by now; for signatures that outlive access tokens. */
  isRevoked(holder: { accountId: string; sessionId: string; epoch: number }): boolean;
  /** Asks servers of others, at addresses that people give. */
  outbound: OutboundClient;
  /** How a service fares, asked in whatever process it runs. */
  operations(service: string): Client<typeof OperationsService>;
  /** HTTP address of a peer's process, from the first listen on. */
  peerUrl(service: string): string;
  /** A bearer token that proves to `audience` which service is calling. */
  serviceToken(audience: string): Promise<string>;
  /** Which service a bearer token proves, for routes that take service tokens beside others. */
  verifyServiceToken(token: string): Promise<string>;
  /** A secret of this purpose, generated at first start, at least 256 bits. */
  secret(purpose: string): Promise<Uint8Array>;
  routeTable: readonly RouteTableEntry[];
}

/** Settings that every service may know. */
export interface AppSettings {
  /** Public address without a trailing slash, or undefined when PUBLIC_URL is not set. */
  publicUrl: string | undefined;
  /** Where this machine finds the pages; links that must lead somewhere use it until a better address is known. */
  localUrl(): string;
  dataDir: string;
  version: string;
  /** How long stored files that are over stay for those who still read or write them. */
  blobGraceMs: number;
  /** Free room below which no new work begins. */
  storageReserveBytes: number;
}

export interface RouteTableEntry {
  service: string;
  method: string;
  path: string;
  internal: boolean;
  /** For the OpenAPI document of an edge whose services run elsewhere. */
  schema: FastifySchema;
}

export interface Clock {
  now(): number;
}

/** A definition whose context type is no longer needed: what the app works with. */
export type Service = ServiceDefinition<z.ZodObject, Record<string, DescService>, unknown>;

export function defineService<Config extends z.ZodObject, Calls extends Record<string, DescService>, Context>(
  definition: ServiceDefinition<Config, Calls, Context>,
): Service {
  return definition as unknown as Service;
}
