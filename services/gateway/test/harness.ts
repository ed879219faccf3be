import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ChannelsService } from '@kinora/contracts/kinora/channels/v1/channels_pb.ts';
import { IdentityService } from '@kinora/contracts/kinora/identity/v1/identity_pb.ts';
import { VideosService } from '@kinora/contracts/kinora/videos/v1/videos_pb.ts';
import {
  createLog,
  defineRoute,
  defineService,
  type Engines,
  ensureServiceKeys,
  newId,
  startApp,
} from '@kinora/kernel';
import { createMemoryCache, createMemoryMailTransport, createMemoryPubSub } from '@kinora/ports';
import { fakePeer } from '@kinora/testing';
import { z } from 'zod';
import { gateway } from '../src/index.ts';

/** What no XML can hold, in no notation. */
export const UNWRITABLE = '\u0000\u001B\uFFFF';
export const EVIL = `"><script>alert('x')</script>&`;
export const PUBLIC_VIDEO = newId();
/** It plays, and has not said how long it is. */
export const ARRIVING_VIDEO = newId();
/** Not for people under 18; as videos tells of it, without its picture. */
export const MATURE_VIDEO = newId();
export const PRIVATE_VIDEO = newId();

export interface Edge {
  url: string;
  /** What reached the service in the other process. */
  seen: { method: string; url: string; headers: IncomingHttpHeaders; body: string }[];
  closeUpstream(): Promise<void>;
  /** A request as it is written here, byte by byte; the whole answer. */
  raw(lines: string[]): Promise<string>;
  stop(): Promise<void>;
}

const route = (method: 'GET' | 'POST' | 'PATCH', path: string, policy: 'public' | 'own-token' | 'internal') =>
  defineRoute({
    method,
    path,
    operationId: `${method.toLowerCase()}${path.replace(/\W+/g, '_')}`,
    summary: 'A route for tests.',
    policy,
    answers: { 200: null },
    async handle() {
      throw new Error('This service runs in another process.');
    },
  });

/** A service of another process: its routes are known to the edge, its code is not here. */
const remote = defineService({
  name: 'uploads',
  owns: 'a double for tests',
  config: z.object({}),
  migrations: null,
  connections: 0,
  routes: [
    route('GET', '/api/v1/things/:id', 'public'),
    route('PATCH', '/api/v1/uploads/:id', 'public'),
    route('GET', '/media/:key/*', 'own-token'),
    route('POST', '/api/v1/worker/claims', 'own-token'),
    route('GET', '/api/v1/internal/things', 'internal'),
  ],
  provides: null,
  calls: {},
  emits: [],
  listens: [],
  start: async () => ({ context: {} }),
});

/** The edge with videos and channels as doubles beside it, and a real HTTP server as the service in another process. */
export async function startEdge(environment: Record<string, string> = {}): Promise<Edge> {
  const directory = await mkdtemp(join(tmpdir(), 'kinora-edge-'));
  await writeFile(
    join(directory, 'index.html'),
    '<!doctype html><head><title>x</title><!--head--></head><body></body>',
  );
  await writeFile(
    join(directory, 'early.json'),
    JSON.stringify({
      pages: [
        { path: '/', modules: [], styles: [], lists: ['/api/v1/newest'], asks: [] },
        { path: '/watch/$', modules: [], styles: [], lists: [], asks: ['/api/v1/videos/$'] },
        {
          path: '/@$',
          modules: ['/page.js'],
          styles: [],
          lists: ['/api/v1/newest?of=$'],
          asks: ['/api/v1/channels/$'],
        },
      ],
      words: { en: { rest: '/en.js' }, ja: { shell: '/ja-shell.js', rest: '/ja.js' } },
    }),
  );
  for (const name of ['app.js', 'embed.js']) await writeFile(join(directory, name), 'console.log(1)');
  await writeFile(join(directory, 'app.js.br'), 'as br');
  await writeFile(join(directory, 'app.js.gz'), 'as gzip');
  const seen: Edge['seen'] = [];
  const upstream: Server = createServer(async (request, response) => {
    seen.push({
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: await text(request),
    });
    response.writeHead(200, {
      'content-type': 'text/plain',
      'x-from': 'upstream',
      'x-hop': 'secret',
      connection: 'close, X-Hop',
      'proxy-authenticate': 'Basic',
    });
    response.end('hello');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const services = [
    fakePeer('identity', IdentityService, {
      getSite: () => ({ name: EVIL, logoPath: '/api/v1/instance/logo/x', accentHue: 200 }),
    }),
    fakePeer('videos', VideosService, {
      getPage: ({ videoId }) =>
        [PUBLIC_VIDEO, ARRIVING_VIDEO, MATURE_VIDEO].some((id) => id === videoId)
          ? {
              page: {
                title: EVIL,
                description: EVIL,
                channelName: EVIL,
                posterPath: videoId === MATURE_VIDEO ? '' : `/media/${EVIL}/poster.jpg`,
                mature: videoId === MATURE_VIDEO,
                durationMs: videoId === ARRIVING_VIDEO ? 0n : 61_000n,
                publishedAt: EVIL,
              },
            }
          : {},
      listPages: ({ tag }) => ({
        pages: [
          {
            videoId: PUBLIC_VIDEO,
            title: `${EVIL}${UNWRITABLE}`,
            description: ']]>',
            channelName: EVIL,
            tags: [tag, EVIL],
            posterPath: '/media/k/poster.jpg',
            durationMs: 61_000n,
            publishedAt: '2026-01-02T03:04:05.000Z',
          },
          { videoId: MATURE_VIDEO, title: 'Late', mature: true },
        ],
      }),
    }),
    fakePeer('channels', ChannelsService, {
      getChannels: () => ({ channels: [] }),
      getChannelByHandle: ({ handle }) =>
        ['ann', 'ANN', 'former'].includes(handle)
          ? { channel: { id: newId(), handle: 'ann', name: EVIL, avatarPath: '/media/avatar.jpg' } }
          : {},
    }),
    gateway,
    remote,
  ];
  await ensureServiceKeys(
    join(directory, 'keys'),
    services.map(({ name }) => name),
  );
  const absent = { isReady: async () => true, close: async () => {} };
  const engines = {
    database: absent,
    bus: absent,
    pubSub: createMemoryPubSub(),
    cache: createMemoryCache(),
    mail: createMemoryMailTransport(),
    blobs: absent,
  } as unknown as Engines;
  const app = await startApp({
    services,
    roles: ['identity', 'videos', 'channels', 'gateway'],
    engines,
    environment: {
      DATA_DIR: directory,
      WEB_DIR: directory,
      HOST: '127.0.0.1',
      PORT: '0',
      UPLOADS_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`,
      ...environment,
    },
    log: createLog({ level: 'silent' }),
    version: '0.0.0',
  });
  const closeUpstream = async () => {
    if (!upstream.listening) return;
    const closed = new Promise((resolve) => upstream.close(resolve));
    upstream.closeAllConnections();
    await closed;
  };
  return {
    url: app.url,
    seen,
    closeUpstream,
    async raw(lines) {
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      return text(socket);
    },
    async stop() {
      await app.stop();
      await closeUpstream();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
