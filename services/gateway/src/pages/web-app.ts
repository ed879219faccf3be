import { readdir, readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { kernelErrors } from '@kinora/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayContext } from '../context.ts';
import { FRAMED_PAGE_HEADERS } from '../edge/security-headers.ts';
import { videoPageOf } from './addresses.ts';
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
const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest', '.txt']);
/** Scripts for pages of others. */
const FOR_OTHERS = new Set(['/embed.js']);
/** What no page of ours begins with: an unknown address there is an error, not the web app. */
const NOT_PAGES = ['/api/', '/media/', '/assets/', '/.well-known/'];

interface Asset {
  type: string;
  bytes: Buffer;
  gzip: Buffer | undefined;
  immutable: boolean;
  forOthers: boolean;
}

/** The built web app from memory; every other address that a person may type answers its page. */
export async function mountWebApp(server: FastifyInstance, context: GatewayContext, directory: string): Promise<void> {
  const assets = await readAssets(directory);
  const index = assets.get('/index.html')?.bytes.toString('utf8');
  if (index === undefined) context.log.warn({ directory }, 'the web app is not built: only the API answers');

  for (const [path, asset] of assets) {
    if (path === '/index.html') continue;
    server.get(path, { schema: { hide: true } }, async (request, reply) => sendAsset(request, reply, asset));
  }
  server.route({
    method: ['GET', 'HEAD'],
    url: '/*',
    schema: { hide: true },
    handler: async (request, reply) => {
      const isPage = !NOT_PAGES.some((prefix) => request.url.startsWith(prefix));
      if (!isPage || index === undefined) throw kernelErrors.route_not_found();
      return sendPage({ context, request, reply, index });
    },
  });
}

async function sendPage(options: {
  context: GatewayContext;
  request: FastifyRequest;
  reply: FastifyReply;
  index: string;
}): Promise<FastifyReply> {
  const { context, request, reply, index } = options;
  const { status, head } = await headFor(context, request);
  if (videoPageOf(request.url.split('?')[0] ?? '')?.embedded) reply.headers(FRAMED_PAGE_HEADERS);
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(index.replace(/<title>[^<]*<\/title>\s*/, '').replace('<!--head-->', () => head));
}

function sendAsset(request: FastifyRequest, reply: FastifyReply, asset: Asset): FastifyReply {
  const packed = asset.gzip && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  reply
    .type(asset.type)
    .header('cache-control', asset.immutable ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
  if (asset.forOthers) reply.header('cross-origin-resource-policy', 'cross-origin');
  if (asset.gzip) reply.header('vary', 'accept-encoding');
  if (packed) reply.header('content-encoding', 'gzip');
  return reply.send(packed ? asset.gzip : asset.bytes);
}

async function readAssets(directory: string): Promise<Map<string, Asset>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const assets = new Map<string, Asset>();
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const extension = extname(entry.name);
    const type = TYPES[extension];
    if (!type) continue;
    const path = `/${relative(directory, file).split(sep).join('/')}`;
    const bytes = await readFile(file);
    const gzip = COMPRESSIBLE.has(extension) && bytes.length > 1000 ? gzipSync(bytes, { level: 9 }) : undefined;
    assets.set(path, {
      type,
      bytes,
      gzip,
      immutable: path.startsWith('/assets/'),
      forOthers: FOR_OTHERS.has(path),
    });
  }
  return assets;
}
