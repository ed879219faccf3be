import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { createFilesystemBlobStore } from '@kinora/adapter-filesystem';
import { createPostgresEventBus, openPostgres } from '@kinora/adapter-postgres';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import {
  ACCESS_TOKEN_AUDIENCE,
  ACCESS_TOKEN_ISSUER,
  ACCESS_TOKEN_TYPE,
  type App,
  createLog,
  defineService,
  type Engines,
  ensureServiceKeys,
  newId,
  type Role,
  type Service,
  startApp,
} from '@kinora/kernel';
import {
  type BusEvent,
  createMemoryCache,
  createMemoryMailTransport,
  createMemoryPubSub,
  createMemoryWatchLog,
} from '@kinora/ports';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { z } from 'zod';
import { openTestDatabase } from './test-database.ts';

type Methods<Definition extends DescService> = {
  [Name in keyof Definition['method']]?: (
    request: MessageShape<Definition['method'][Name]['input']>,
  ) =>
    | Promise<MessageInitShape<Definition['method'][Name]['output']>>
    | MessageInitShape<Definition['method'][Name]['output']>;
};

/** A peer with the methods that a test needs, behind the same transport, tokens and error masking as the real one. */
export function fakePeer<Definition extends DescService>(
  name: string,
  definition: Definition,
  methods: Methods<Definition>,
): Service {
  return double(name, {
    service: definition,
    methods: Object.entries(methods).map(([method, handle]) => ({
      name: method,
      callers: ['*'],
      handle: async (_context: unknown, request: never) => (handle as (request: never) => unknown)(request),
    })),
  });
}

/** A peer that is never called: it calls, with `serviceToken`. */
export const callingPeer = (name: string): Service => double(name, null);

type PeerContext = { prove(callee: string): Promise<string> };

function double(name: string, provides: Service['provides']): Service {
  return defineService({
    name,
    owns: 'a double for tests',
    config: z.object({}),
    migrations: null,
    connections: 0,
    routes: [],
    provides,
    calls: {},
    emits: [],
    listens: [],
    start: async ({ serviceToken }) => ({ context: { prove: serviceToken } satisfies PeerContext }),
  });
}

export interface ServiceAlone<Context> {
  url: string;
  context: Context;
  engines: Engines;
  /** A bearer token of some account, as identity would sign it. */
  token(account?: { accountId?: string; sessionId?: string; role?: Role }): Promise<string>;
  /** With which a peer proves itself to the service. */
  serviceToken(peer: string): Promise<string>;
  /** Tells the service something, as a peer would over the bus, and resolves when it has been published. */
  tell(
    event: Pick<BusEvent, 'type' | 'producer' | 'payload'> & { id: string; version?: number; eventId?: string },
  ): Promise<void>;
  stop(): Promise<void>;
}

/** One service on a real database, its peers as doubles in the same process; those not given know no method. */
export async function startServiceAlone<Context>(options: {
  service: Service;
  peers?: readonly Service[];
  environment?: Record<string, string>;
  /** What accounts wish their first channel to be called. */
  wishedHandle?: () => string;
}): Promise<ServiceAlone<Context>> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-service-'));
  const postgres = await openTestDatabase();
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA' };
  const identity = fakePeer('identity', IdentityService, {
    getJwks: () => ({ keysJson: [JSON.stringify(jwk)] }),
    revokedSince: ({ version }) => ({ version, revocations: [] }),
    getAccounts: ({ ids }) => ({
      accounts: ids.map((id) => ({
        id,
        displayName: 'Someone',
        role: 'creator',
        handle: options.wishedHandle?.() ?? '',
      })),
    }),
    getProvedAddress: () => ({ emailKey: '' }),
  });
  const given = [...(options.service.name === 'identity' ? [] : [identity]), ...(options.peers ?? []), options.service];
  const absent = Object.entries(options.service.calls).filter(([name]) => !given.some((one) => one.name === name));
  const services = [...absent.map(([name, definition]) => fakePeer(name, definition, {})), ...given];
  await ensureServiceKeys(
    join(directory, 'keys'),
    services.map(({ name }) => name),
  );
  const engines: Engines = {
    database: openPostgres({ url: postgres.url, applicationName: 'test', roleSecret: 'a secret of tests' }),
    bus: createPostgresEventBus({ url: postgres.url }),
    pubSub: createMemoryPubSub(),
    cache: createMemoryCache(),
    mail: createMemoryMailTransport(),
    watchLog: createMemoryWatchLog(),
    blobs: await createFilesystemBlobStore({ directory: join(directory, 'blobs') }),
  };
  let app: App | undefined;
  const stop = async () => {
    await app?.stop();
    await engines.bus.close();
    await engines.database.close();
    await engines.blobs.close();
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    app = await startApp({
      services,
      roles: services.map(({ name }) => name),
      engines,
      environment: { DATA_DIR: directory, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent', ...options.environment },
      log: createLog({ level: 'silent' }),
      version: '0.0.0',
    });
  } catch (error) {
    await stop();
    throw error;
  }
  const { contexts } = app;
  return {
    url: app.url,
    context: contexts.get(options.service.name) as Context,
    engines,
    async token({ accountId = newId(), sessionId = newId(), role = 'creator' } = {}) {
      return new SignJWT({ sid: sessionId, role, epoch: 1, name: 'Someone' })
        .setProtectedHeader({ alg: 'EdDSA', typ: ACCESS_TOKEN_TYPE, kid: 'test' })
        .setSubject(accountId)
        .setIssuer(ACCESS_TOKEN_ISSUER)
        .setAudience(ACCESS_TOKEN_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
    },
    async serviceToken(peer) {
      const { prove } = contexts.get(peer) as PeerContext;
      return prove(options.service.name);
    },
    async tell({ id, version = 1, eventId = crypto.randomUUID(), ...event }) {
      await engines.bus.publish([
        {
          ...event,
          eventId,
          version: 1,
          key: id,
          aggregateType: 'test',
          aggregateId: id,
          aggregateVersion: version,
          occurredAt: new Date().toISOString(),
          traceparent: '',
        },
      ]);
    },
    stop,
  };
}
