import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@connectrpc/connect';
import { createFilesystemBlobStore } from '@kinora/adapter-filesystem';
import { createPostgresEventBus, createPostgresPubSub, openPostgres } from '@kinora/adapter-postgres';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { ChannelUpdatedSchema } from '@kinora/contracts/kinora/channels/v1/events_pb.ts';
import { createMemoryCache, createMemoryMailTransport, createMemoryWatchLog, type Database } from '@kinora/ports';
import { openTestDatabase } from '@kinora/testing';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import {
  type App,
  createLog,
  defineConsumer,
  defineErrors,
  defineRoute,
  defineRpc,
  defineService,
  type Engines,
  ensureServiceKeys,
  type KernelTables,
  type Log,
  type Outbox,
  type Service,
  startApp,
} from '../src/index.ts';

/** Two tiny services over real engines: `channels` answers and emits, `videos` calls and listens. */
export interface TinyTables extends KernelTables {
  notes: { id: string; text: string; version: number };
}
export interface ChannelsContext {
  database: Database<TinyTables>;
  outbox: Outbox;
}
export interface VideosContext {
  database: Database<TinyTables>;
  channels: Client<typeof ChannelsService>;
  /** What the consumer does with an event; tests replace it. */
  onEvent: (name: string) => void | Promise<void>;
  /** What it does before its transaction. */
  beforeEvent: (name: string) => void | Promise<void>;
}

const errors = defineErrors('channels', { not_found: { kind: 'not_found', message: 'There is no such channel.' } });
export const migrations = new URL('./migrations/', import.meta.url);

async function tell({ database, outbox }: ChannelsContext, id: string): Promise<void> {
  await database.transaction((transaction) =>
    outbox.emit(
      transaction,
      ChannelUpdatedSchema,
      { channelId: id, name: 'told' },
      { type: 'channel', id, version: 1 },
    ),
  );
}

export const channels = defineService({
  name: 'channels',
  owns: 'notes',
  config: z.object({ TINY_LIMIT: z.coerce.number().int().default(10) }),
  migrations,
  connections: 3,
  routes: [],
  provides: {
    service: ChannelsService,
    methods: [
      defineRpc({
        method: ChannelsService.method.getChannels,
        callers: ['videos'],
        async handle(context: ChannelsContext, { ids }, { caller }) {
          if (ids.includes('missing')) throw errors.not_found();
          if (ids.includes('broken')) throw new Error('a secret detail');
          for (const id of ids.filter((id) => id.startsWith('told-'))) await tell(context, id);
          return { channels: ids.map((id) => ({ id, name: `${id} for ${caller}` })) };
        },
      }),
      defineRpc({
        method: ChannelsService.method.getChannelByHandle,
        callers: ['gateway'],
        async handle() {
          return {};
        },
      }),
    ],
  },
  calls: {},
  emits: [ChannelUpdatedSchema],
  listens: [],
  async start({ database, outbox }) {
    return { context: { database: database<TinyTables>(), outbox } satisfies ChannelsContext };
  },
});

export const videos = defineService({
  name: 'videos',
  owns: 'what it heard',
  config: z.object({}),
  migrations,
  connections: 3,
  routes: [
    defineRoute({
      method: 'GET',
      path: '/api/v1/hello/:name',
      operationId: 'hello',
      summary: 'Says hello.',
      policy: 'public',
      scopes: ['read'],
      params: z.object({ name: z.string().min(2) }),
      answers: { 200: z.object({ channel: z.string() }) },
      async handle(context: VideosContext, { params }) {
        const answer = await context.channels.getChannels({ ids: [params.name] });
        return { channel: answer.channels[0]?.name ?? '' };
      },
    }),
  ],
  provides: null,
  calls: { channels: ChannelsService },
  emits: [],
  listens: [
    defineConsumer({
      event: ChannelUpdatedSchema,
      prepare: async (context: VideosContext, { message }) => context.beforeEvent(message.name),
      async apply(context: VideosContext, transaction: Transaction<TinyTables>, { message }) {
        await context.onEvent(message.name);
        await transaction
          .insertInto('notes')
          .values({ id: `${message.channelId}-${message.name}`, text: message.name, version: 1 })
          .execute();
      },
    }),
  ],
  async start({ database, clients }) {
    return {
      context: {
        database: database<TinyTables>(),
        channels: clients.channels,
        onEvent: () => {},
        beforeEvent: () => {},
      } as VideosContext,
    };
  },
});

export const tinyServices: readonly Service[] = [channels, videos];

export interface TestEngines {
  directory: string;
  environment: Record<string, string>;
  open(): Promise<Engines>;
  close(): Promise<void>;
}

export async function startEngines(): Promise<TestEngines> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-kernel-'));
  const postgres = await openTestDatabase();
  await ensureServiceKeys(join(directory, 'keys'), ['channels', 'videos', 'gateway']);
  const closers: (() => Promise<void>)[] = [];
  return {
    directory,
    environment: { DATA_DIR: directory, HOST: '127.0.0.1', PORT: '0' },
    async open() {
      const url = postgres.url;
      const engines: Engines = {
        database: openPostgres({ url, applicationName: 'test', roleSecret: 'a secret of tests' }),
        bus: createPostgresEventBus({ url }),
        pubSub: createPostgresPubSub({ url }),
        cache: createMemoryCache(),
        mail: createMemoryMailTransport(),
        watchLog: createMemoryWatchLog(),
        blobs: await createFilesystemBlobStore({ directory: join(directory, 'blobs') }),
      };
      closers.push(async () => {
        await engines.bus.close();
        await engines.pubSub.close();
        await engines.database.close();
        await engines.blobs.close();
      });
      return engines;
    },
    async close() {
      for (const close of closers) await close();
      await postgres.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export interface Shape {
  name: 'one' | 'split';
  channels: ChannelsContext;
  videos: VideosContext;
  url: string;
  stop(): Promise<void>;
}

/** The same two services in one process' app, or in two apps with gRPC between them. */
export async function startShape(
  name: Shape['name'],
  engines: TestEngines,
  log: Log = createLog({ level: 'silent' }),
): Promise<Shape> {
  const start = async (roles: string[], environment: Record<string, string>): Promise<App> =>
    startApp({
      services: tinyServices,
      roles,
      engines: await engines.open(),
      environment: { ...engines.environment, ...environment },
      log,
      version: '0.0.0',
    });
  const apps: App[] = [];
  if (name === 'one') apps.push(await start(['channels', 'videos'], {}));
  else {
    const first = await start(['channels'], { RPC_PORT: '0' });
    apps.push(first, await start(['videos'], { CHANNELS_RPC_URL: first.rpcUrl ?? '', CHANNELS_URL: first.url }));
  }
  const context = (service: string) => apps.flatMap((app) => app.contexts.get(service) ?? [])[0];
  return {
    name,
    channels: context('channels') as ChannelsContext,
    videos: context('videos') as VideosContext,
    url: apps.at(-1)?.url ?? '',
    async stop() {
      for (const app of apps.toReversed()) await app.stop();
    },
  };
}

/** Polls until `check` holds; fails after twenty seconds with what it last said. */
export async function eventually(check: () => Promise<boolean>, what: string): Promise<void> {
  const until = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > until) throw new Error(`It did not happen: ${what}`);
    await delay(20);
  }
}
