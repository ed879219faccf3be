import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { kernelErrors } from '@kinora/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import { FRAMED_PAGE_HEADERS } from '../edge/security-headers.ts';
import { videoPageOf } from './addresses.ts';
import { type Early, earlyLinks } from './early.ts';
import { headFor } from './page-head.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};
/** The smallest first; the build has made them beside each file that is worth it. */
const ENCODINGS = [
  { name: 'br', extension: '.br' },
  { name: 'gzip', extension: '.gz' },
] as const;
/** Of the build, for this server. */
const EARLY = '/early.json';
const NOTHING_EARLY = '{"pages":[],"words":{}}';
/** Scripts for pages of others. */
const FOR_OTHERS = new Set(['/embed.js']);
/** What no page of ours begins with: an unknown address there is an error, not the web app. */
const NOT_PAGES = ['/api/', '/media/', '/assets/', '/.well-known/'];

interface Asset {
  type: string;
  bytes: Buffer;
  packed: { name: string; bytes: Buffer }[];
  etag: string;
  caching: string;
  forOthers: boolean;
}

/** The built web app from memory; every other address that a person may type answers its page. */
export async function mountWebApp(server: FastifyInstance, context: GatewayContext, directory: string): Promise<void> {
  const assets = await readAssets(directory);
  const index = assets.get('/index.html')?.bytes.toString('utf8');
  if (index === undefined) context.log.warn({ directory }, 'the web app is not built: only the API answers');

  const early = JSON.parse(assets.get(EARLY)?.bytes.toString('utf8') ?? NOTHING_EARLY) as Early;

  for (const [path, asset] of assets) {
    if (path === '/index.html' || path === EARLY) continue;
    server.get(path, { schema: { hide: true } }, async (request, reply) => sendAsset(request, reply, asset));
  }
  server.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    schema: { hide: true },
    handler: async (request, reply) => {
      const isPage = !NOT_PAGES.some((prefix) => request.url.startsWith(prefix));
      if (!isPage || index === undefined) throw kernelErrors.route_not_found();
      return sendPage({ context, request, reply, index, early });
    },
  });
}

async function sendPage(options: {
  context: GatewayContext;
  request: FastifyRequest;
  reply: FastifyReply;
  index: string;
  early: Early;
}): Promise<FastifyReply> {
  const { context, request, reply, index, early } = options;
  const { status, head, open, movedTo } = await headFor(context, request);
  if (movedTo !== undefined) {
    const query = request.url.indexOf('?');
    // Its owner may go back: no browser is to remember it.
    return reply
      .header('cache-control', 'no-store')
      .redirect(query < 0 ? movedTo : movedTo + request.url.slice(query), status);
  }
  if (videoPageOf(request.url.split('?')[0] ?? '')?.embedded) reply.headers(FRAMED_PAGE_HEADERS);
  const { first, last } = earlyLinks(early, request, { open });
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(
      index
        .replace(/<title>[^<]*<\/title>\s*/, '')
        .replace('<!--head-->', () => `${first}\n${head}`)
        .replace('</head>', () => `${last}\n</head>`),
    );
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  reply.header('cache-control', asset.caching).header('etag', asset.etag);
  if (asset.forOthers) reply.header('cross-origin-resource-policy', 'cross-origin');
  if (asset.packed.length > 0) reply.header('vary', 'accept-encoding');
  if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const packed = asset.packed.find(({ name }) => new RegExp(`\\b${name}\\b`).test(accepted));
  if (packed) reply.header('content-encoding', packed.name);
  return reply.type(asset.type).send(packed?.bytes ?? asset.bytes);
}

/** What is named by its content never changes; what is not is asked about each time, so that none of it outlives an upgrade. */
function cachingOf(path: string): string {
  if (path.startsWith('/assets/')) return 'public, max-age=31536000, immutable';
  return FOR_OTHERS.has(path) ? 'public, max-age=300' : 'public, no-cache';
}

async function readAssets(directory: string): Promise<Map<string, Asset>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const assets = new Map<string, Asset>();
  const names = new Set(entries.map((entry) => join(entry.parentPath, entry.name)));
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const extension = extname(entry.name);
    const type = TYPES[extension];
    if (!type) continue;
    const path = `/${relative(directory, file).split(sep).join('/')}`;
    const packed = ENCODINGS.filter(({ extension }) => names.has(`${file}${extension}`)).map(
      async ({ name, extension }) => ({ name, bytes: await readFile(`${file}${extension}`) }),
    );
    const bytes = await readFile(file);
    assets.set(path, {
      type,
      bytes,
      packed: await Promise.all(packed),
      etag: `W/"${createHash('sha1').update(bytes).digest('base64url')}"`,
      caching: cachingOf(path),
      forOthers: FOR_OTHERS.has(path),
    });
  }
  return assets;
}
